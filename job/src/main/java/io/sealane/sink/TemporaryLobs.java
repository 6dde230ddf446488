package io.sealane.sink;

import io.sealane.oracle.BindKind;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * LOB values that cannot go in line: those too long for it, and empty ones, which in line would become NULL. Each is
 * written into a temporary LOB of the session first, a large one piece by piece; {@link #close} frees them.
 *
 * <p>A row of this kind binds all its LOB columns so: a long value in line behind a locator is refused (ORA-24816).
 */
final class TemporaryLobs implements AutoCloseable {
    private final Connection connection;
    private final List<Clob> texts = new ArrayList<>();
    private final List<Blob> binaries = new ArrayList<>();

    TemporaryLobs(Connection connection) {
        this.connection = connection;
    }

    void store(PreparedStatement statement, int parameter, BindKind kind, @Nullable Object value) throws SQLException {
        switch (kind) {
            case CLOB, JSON -> {
                if (value == null) {
                    statement.setNull(parameter, Types.CLOB);
                } else {
                    statement.setClob(parameter, filled(connection.createClob(), value));
                }
            }
            case NCLOB -> {
                if (value == null) {
                    statement.setNull(parameter, Types.NCLOB);
                } else {
                    NClob lob = connection.createNClob();
                    filled(lob, value);
                    statement.setNClob(parameter, lob);
                }
            }
            case BLOB -> {
                if (value == null) {
                    statement.setNull(parameter, Types.BLOB);
                } else {
                    statement.setBlob(parameter, filled(connection.createBlob(), value));
                }
            }
            default -> throw new IllegalArgumentException("BUG: " + kind + " is not a LOB");
        }
    }

    @Override
    public void close() throws SQLException {
        for (Clob text : texts) {
            text.free();
        }
        for (Blob binary : binaries) {
            binary.free();
        }
    }

    /** @param value {@code String} or {@link LargePieces} of them */
    private Clob filled(Clob lob, Object value) throws SQLException {
        texts.add(lob);
        if (value instanceof LargePieces<?> pieces) {
            long next = 1;
            for (String piece = (String) pieces.next(); piece != null; piece = (String) pieces.next()) {
                lob.setString(next, piece);
                next += piece.length();
            }
        } else if (!((String) value).isEmpty()) {
            lob.setString(1, (String) value);
        }
        return lob;
    }

    /** @param value {@code byte[]} or {@link LargePieces} of them */
    private Blob filled(Blob lob, Object value) throws SQLException {
        binaries.add(lob);
        if (value instanceof LargePieces<?> pieces) {
            long next = 1;
            for (byte[] piece = (byte[]) pieces.next(); piece != null; piece = (byte[]) pieces.next()) {
                lob.setBytes(next, piece);
                next += piece.length;
            }
        } else if (((byte[]) value).length > 0) {
            lob.setBytes(1, (byte[]) value);
        }
        return lob;
    }
}
