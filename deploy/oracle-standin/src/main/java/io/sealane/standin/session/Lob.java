package io.sealane.standin.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A large object that the client knows by its locator: a temporary one, which the client fills, or one fetched from a
 * table, which is loaded when first read. Characters are UTF-16 code units, kept as two bytes each, as on the wire.
 */
final class Lob implements AutoCloseable {
    private static final int PART = 1 << 16;

    private final boolean characters;
    private final @Nullable Stored stored;
    private @Nullable LobContent content;

    /** Where a fetched LOB comes from. */
    private interface Stored {
        void loadInto(LobContent content) throws SQLException, IOException;
    }

    private Lob(boolean characters, @Nullable LobContent content, @Nullable Stored stored) {
        this.characters = characters;
        this.content = content;
        this.stored = stored;
    }

    static Lob temporary(boolean characters) {
        return new Lob(characters, new LobContent(), null);
    }

    static Lob of(Clob clob) {
        return new Lob(true, null, content -> {
            try (Reader reader = clob.getCharacterStream()) {
                char[] part = new char[PART];
                for (int n = reader.read(part); n >= 0; n = reader.read(part)) {
                    byte[] units = new byte[n * Character.BYTES];
                    for (int i = 0; i < n; i++) {
                        units[2 * i] = (byte) (part[i] >> 8);
                        units[2 * i + 1] = (byte) part[i];
                    }
                    content.write(content.size(), units, units.length);
                }
            }
        });
    }

    static Lob of(Blob blob) {
        return new Lob(false, null, content -> {
            try (InputStream stream = blob.getBinaryStream()) {
                byte[] part = new byte[PART];
                for (int n = stream.read(part); n >= 0; n = stream.read(part)) {
                    content.write(content.size(), part, n);
                }
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

    private LobContent load() throws SQLException {
        LobContent loaded = content;
        if (loaded == null) {
            loaded = new LobContent();
            content = loaded;
            try {
                Objects.requireNonNull(stored, "a temporary LOB always has content")
                        .loadInto(loaded);
            } catch (IOException | SQLException e) {
                close();
                throw new SQLException("Cannot read a LOB: " + e.getMessage(), e);
            }
        }
        return loaded;
    }

    /** Length in characters or bytes. */
    long length() throws SQLException {
        return load().size() / unitBytes();
    }

    /** What lies from an offset (from 1) on, at most {@code amount} units. A fetched LOB read to its end is let go. */
    byte[] read(long offset, long amount) throws SQLException {
        LobContent loaded = load();
        long from = (offset - 1) * unitBytes();
        byte[] part = loaded.read(from, Math.min(amount, Integer.MAX_VALUE / 2) * unitBytes());
        if (from + part.length >= loaded.size() && !isTemporary()) {
            close();
        }
        return part;
    }

    /** Writes from an offset (from 1) on; a gap before it stays zero. */
    void write(long offset, byte[] bytes) throws SQLException {
        load().write((offset - 1) * unitBytes(), bytes, bytes.length);
    }

    void trim(long length) throws SQLException {
        load().truncate(length * unitBytes());
    }

    /** Binds the content; an empty LOB stays a LOB and does not become null. */
    void bindTo(PreparedStatement statement, int index) throws SQLException {
        LobContent loaded = load();
        if (characters) {
            Reader reader = new InputStreamReader(loaded.stream(), StandardCharsets.UTF_16BE);
            statement.setClob(index, reader, length());
        } else {
            statement.setBlob(index, loaded.stream(), length());
        }
    }

    /** Lets its content go; that of a fetched one is loaded again when it is asked for. */
    @Override
    public void close() {
        if (content != null) {
            content.close();
            content = null;
        }
    }
}
