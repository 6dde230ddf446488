package io.sealane.standin.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A large object that the client knows by its locator: a temporary one, which the client fills, or one fetched from a
 * table, which is loaded when first read. Characters are UTF-16 code units, kept as two bytes each, as on the wire.
 */
final class Lob {
    private final boolean characters;
    private final @Nullable Stored stored;
    private byte @Nullable [] content;
    private int size;

    /** Where a fetched LOB comes from. */
    private interface Stored {
        byte[] load() throws SQLException;
    }

    private Lob(boolean characters, byte @Nullable [] content, @Nullable Stored stored) {
        this.characters = characters;
        this.content = content;
        this.stored = stored;
    }

    static Lob temporary(boolean characters) {
        return new Lob(characters, new byte[64], null);
    }

    static Lob of(Clob clob) {
        return new Lob(true, null, () -> {
            try (Reader reader = clob.getCharacterStream()) {
                StringBuilder text = new StringBuilder();
                char[] buffer = new char[8192];
                for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                    text.append(buffer, 0, n);
                }
                return text.toString().getBytes(StandardCharsets.UTF_16BE);
            } catch (IOException e) {
                throw new SQLException("Cannot read a CLOB: " + e.getMessage(), e);
            }
        });
    }

    static Lob of(Blob blob) {
        return new Lob(false, null, () -> {
            try (InputStream stream = blob.getBinaryStream()) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new SQLException("Cannot read a BLOB: " + e.getMessage(), e);
            }
        });
    }

    boolean isCharacters() {
        return characters;
    }

    boolean isTemporary() {
        return stored == null;
    }

    private int unitBytes() {
        return characters ? Character.BYTES : 1;
    }

    private byte[] load() throws SQLException {
        byte[] loaded = content;
        if (loaded == null) {
            loaded = Objects.requireNonNull(stored, "a temporary LOB always has content")
                    .load();
            content = loaded;
            size = loaded.length;
        }
        return loaded;
    }

    /** Length in characters or bytes. */
    long length() throws SQLException {
        load();
        return size / unitBytes();
    }

    /** What lies from an offset (from 1) on, at most {@code amount} units. A fetched LOB read to its end is let go. */
    byte[] read(long offset, long amount) throws SQLException {
        byte[] loaded = load();
        int from = (int) Math.min(size, (offset - 1) * unitBytes());
        int to = (int) Math.min(size, from + Math.min(amount, Integer.MAX_VALUE / 2) * unitBytes());
        byte[] part = Arrays.copyOfRange(loaded, from, to);
        if (to == size && !isTemporary()) {
            content = null;
        }
        return part;
    }

    /** Writes from an offset (from 1) on; a gap before it stays zero. */
    void write(long offset, byte[] bytes) throws SQLException {
        byte[] kept = load();
        int from = (int) ((offset - 1) * unitBytes());
        int end = from + bytes.length;
        if (end > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(end, kept.length * 2));
            content = kept;
        }
        System.arraycopy(bytes, 0, kept, from, bytes.length);
        size = Math.max(size, end);
    }

    void trim(long length) {
        size = (int) Math.min(size, length * unitBytes());
    }

    /** Binds the content; an empty LOB stays a LOB and does not become null. */
    void bindTo(PreparedStatement statement, int index) throws SQLException {
        byte[] loaded = load();
        if (characters) {
            String text = new String(loaded, 0, size, StandardCharsets.UTF_16BE);
            statement.setClob(index, new StringReader(text), text.length());
        } else {
            statement.setBlob(index, new ByteArrayInputStream(loaded, 0, size), size);
        }
    }
}
