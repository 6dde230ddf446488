package io.sealane.standin.session;

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

/**
 * A large object that the client knows by its locator: a temporary one, which the client fills, or one fetched from a
 * table, which is loaded when first read. Characters are UTF-16 code units, kept as two bytes each, as on the wire.
 */
final class Lob {
    private final boolean characters;
    private final Stored stored;
    private byte[] content;
    private int size;

    /** Where a fetched LOB comes from. */
    private interface Stored {
        byte[] load() throws SQLException;
    }

    private Lob(boolean characters, byte[] content, Stored stored) {
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

    private void load() throws SQLException {
        if (content == null) {
            content = stored.load();
            size = content.length;
        }
    }

    /** Length in characters or bytes. */
    long length() throws SQLException {
        load();
        return size / unitBytes();
    }

    /** What lies from an offset (from 1) on, at most {@code amount} units. A fetched LOB read to its end is let go. */
    byte[] read(long offset, long amount) throws SQLException {
        load();
        int from = (int) Math.min(size, (offset - 1) * unitBytes());
        int to = (int) Math.min(size, from + Math.min(amount, Integer.MAX_VALUE / 2) * unitBytes());
        byte[] part = Arrays.copyOfRange(content, from, to);
        if (to == size && !isTemporary()) {
            content = null;
        }
        return part;
    }

    /** Writes from an offset (from 1) on; a gap before it stays zero. */
    void write(long offset, byte[] bytes) {
        int from = (int) ((offset - 1) * unitBytes());
        int end = from + bytes.length;
        if (end > content.length) {
            content = Arrays.copyOf(content, Math.max(end, content.length * 2));
        }
        System.arraycopy(bytes, 0, content, from, bytes.length);
        size = Math.max(size, end);
    }

    void trim(long length) {
        size = (int) Math.min(size, length * unitBytes());
    }

    /** Binds the content; an empty LOB stays a LOB and does not become null. */
    void bindTo(PreparedStatement statement, int index) throws SQLException {
        load();
        if (characters) {
            String text = new String(content, 0, size, StandardCharsets.UTF_16BE);
            statement.setClob(index, new StringReader(text), text.length());
        } else {
            statement.setBlob(index, new java.io.ByteArrayInputStream(content, 0, size), size);
        }
    }
}
