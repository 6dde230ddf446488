package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import io.sealane.standin.value.WireType;
import io.sealane.standin.wire.WireReader;
import io.sealane.standin.wire.WireWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;

/** Function 96: everything about LOBs. Layout: node-oracledb thin, lib/thin/protocol/messages/lobOp.js. */
record LobCall(
        byte[] source,
        byte[] target,
        int operation,
        long sourceOffset,
        long targetOffset,
        int charset,
        boolean hasAmount,
        long amount,
        byte[] data) {
    static final int FUNCTION = 96;
    static final int FREE_TEMPORARY_LIST = 0x80111;

    private static final int LENGTH = 0x0001;
    private static final int READ = 0x0002;
    private static final int TRIM = 0x0020;
    private static final int WRITE = 0x0040;
    private static final int CREATE_TEMPORARY = 0x0110;
    private static final int FREE_TEMPORARY = 0x0111;
    private static final int CHUNK_SIZE = 0x4000;
    private static final int OPEN = 0x8000;
    private static final int CLOSE = 0x10000;
    private static final int IS_OPEN = 0x11000;
    static final int CHUNK_BYTES = 8132;
    private static final int DATA = 0x0e;
    private static final int AL32UTF8 = 873;

    static LobCall read(WireReader in) throws IOException {
        boolean hasSource = in.u1() != 0;
        int sourceLength = in.int4();
        boolean hasTarget = in.u1() != 0;
        int targetLength = in.int4();
        in.skipIntegers(2);
        boolean hasCharset = in.u1() != 0;
        in.skip(2);
        int operation = in.int4();
        in.u1();
        int scnCount = in.int4();
        long sourceOffset = in.integer();
        long targetOffset = in.integer();
        boolean hasAmount = in.u1() != 0;
        in.skip(6);
        byte[] source = in.raw(hasSource ? sourceLength : 0);
        byte[] target = in.raw(hasTarget ? targetLength : 0);
        int charset = hasCharset ? in.int4() : 0;
        in.skipIntegers(scnCount);
        long amount = hasAmount ? in.integer() : 0;
        byte[] data = new byte[0];
        if (operation == WRITE && in.u1() == DATA) {
            byte[] written = in.value();
            data = written == null ? data : written;
        }
        return new LobCall(source, target, operation, sourceOffset, targetOffset, charset, hasAmount, amount, data);
    }

    void answer(WireWriter out, Lobs lobs) throws OracleException {
        try {
            switch (operation) {
                case LENGTH -> parameters(out, source).integer(lobs.find(source).length());
                case CHUNK_SIZE -> parameters(out, source).integer(CHUNK_BYTES);
                case READ -> read(out, lobs.find(source));
                case WRITE -> write(out, lobs.find(source));
                case TRIM -> {
                    temporary(lobs.find(source)).trim(amount);
                    amount(parameters(out, source));
                }
                case CREATE_TEMPORARY -> create(out, lobs);
                case OPEN, CLOSE -> amount(parameters(out, source));
                case IS_OPEN -> parameters(out, source).u1(0);
                case FREE_TEMPORARY, FREE_TEMPORARY_LIST -> {
                    lobs.free(source);
                    amount(parameters(out, source));
                }
                default -> throw OracleException.unimplemented("LOB operation " + Integer.toHexString(operation));
            }
        } catch (SQLException e) {
            throw new OracleException(22922, "nonexistent LOB value", e);
        } catch (UncheckedIOException e) {
            // Error Messages, ORA-01652: a temporary LOB that finds no room in the temporary tablespace.
            throw new OracleException(1652, "unable to extend temp segment", e);
        }
    }

    private static WireWriter parameters(WireWriter out, byte[] locator) {
        return out.u1(Reply.PARAMETERS).raw(locator);
    }

    private void amount(WireWriter out) {
        if (hasAmount) {
            out.integer(amount);
        }
    }

    private void read(WireWriter out, Lob lob) throws SQLException {
        byte[] bytes = lob.read(sourceOffset, amount);
        if (bytes.length > 0) {
            out.u1(DATA).value(bytes);
        }
        parameters(out, source).integer(bytes.length / (lob.isCharacters() ? Character.BYTES : 1));
    }

    private void write(WireWriter out, Lob lob) throws OracleException, SQLException {
        temporary(lob).write(sourceOffset, data);
        amount(parameters(out, source));
    }

    private static Lob temporary(Lob lob) throws OracleException {
        if (!lob.isTemporary()) {
            throw OracleException.unimplemented("change of a stored LOB through its locator");
        }
        return lob;
    }

    private void create(WireWriter out, Lobs lobs) {
        boolean characters = targetOffset == WireType.CLOB;
        byte[] locator = lobs.add(Lob.temporary(characters), source.length);
        parameters(out, locator).integer(charset == 0 ? AL32UTF8 : charset).zeros(1);
        amount(out);
    }
}
