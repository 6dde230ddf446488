package io.sealane.standin.session;

import io.sealane.standin.wire.WireReader;
import io.sealane.standin.wire.WireWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The two messages before log-on: protocol versions with capabilities, and the data type list. Capability numbers:
 * node-oracledb thin, lib/thin/protocol/constants.js.
 */
final class Greeting {
    static final int PROTOCOL = 1;
    static final int DATA_TYPES = 2;

    private static final int PROTOCOL_VERSION = 6;
    /** TTC field version of Oracle 19c. The layouts in this package are those of this version. */
    private static final int FIELD_VERSION = 12;

    private static final int FIELD_VERSION_INDEX = 7;
    private static final int AL32UTF8 = 873;
    private static final int AL16UTF16 = 2000;
    private static final int CLIENT_SENDS_TEXT_LENGTHS = 0x02;
    private static final int CLIENT_CHARACTER_CONVERSION = 0x01;
    /** TNS_DATA_TYPE_SB1 and TNS_TYPE_REP_ORACLE: node-oracledb asks for it; ojdbc wants the universal one. */
    private static final int SIGNED_BYTE = 27;

    private static final int ORACLE_REPRESENTATION = 10;

    private Greeting() {}

    static void answerProtocol(WireReader in, WireWriter out) throws IOException {
        in.zeroEndedText();
        in.zeroEndedText();
        out.u1(PROTOCOL).u1(PROTOCOL_VERSION).u1(0).zeroEndedText("Sealane Oracle stand-in");
        out.little2(AL32UTF8).u1(CLIENT_CHARACTER_CONVERSION).little2(0);
        byte[] national = {(byte) (AL16UTF16 >> 8), (byte) AL16UTF16};
        byte[] formats = new byte[13];
        System.arraycopy(national, 0, formats, 9, national.length);
        out.big2(formats.length).raw(formats);
        byte[] compile = compileCapabilities();
        out.u1(compile.length).raw(compile);
        byte[] runtime = new byte[11];
        runtime[0] = 2;
        out.u1(runtime.length).raw(runtime);
    }

    private static byte[] compileCapabilities() {
        byte[] capabilities = new byte[45];
        capabilities[0] = 6;
        capabilities[4] = 0x6f; // log-on types, with the 12C verifier
        capabilities[FIELD_VERSION_INDEX] = FIELD_VERSION;
        capabilities[15] = 0x29; // call status, indicators, fast bit vector
        capabilities[16] = (byte) 0x91;
        capabilities[17] = 3;
        capabilities[18] = 7;
        capabilities[19] = 3;
        capabilities[21] = 1;
        capabilities[23] = 0x0b; // neither 0x40 nor 0x04: LOB contents are not sent ahead
        capabilities[24] = 1;
        capabilities[26] = 5;
        capabilities[27] = 1; // two-byte type numbers
        capabilities[34] = 7;
        capabilities[37] = 0x20; // chunk lengths are integers, not single bytes
        return capabilities;
    }

    static void answerDataTypes(WireReader in, WireWriter out) throws IOException {
        in.skip(4);
        if ((in.u1() & CLIENT_SENDS_TEXT_LENGTHS) != 0) {
            in.expectTextLengths();
            out.writeTextLengths();
        }
        byte[] compile = in.raw(in.u1());
        if (compile.length <= FIELD_VERSION_INDEX || (compile[FIELD_VERSION_INDEX] & 0xff) < FIELD_VERSION) {
            throw new IOException("The client is older than field version " + FIELD_VERSION + " (Oracle 19c)");
        }
        in.raw(in.u1());
        out.u1(DATA_TYPES).raw(readTypeList(in, out));
    }

    /** The client's list, to be echoed: type, converted type, representation, 0; a converted type 0 ends an entry. */
    private static byte[] readTypeList(WireReader in, WireWriter out) throws IOException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (int type = copyBig2(in, list); type != 0; type = copyBig2(in, list)) {
            if (copyBig2(in, list) != 0) {
                int representation = copyBig2(in, list);
                copyBig2(in, list);
                if (type == SIGNED_BYTE && representation == ORACLE_REPRESENTATION) {
                    out.writeSignedBytesPlain();
                }
            }
        }
        return list.toByteArray();
    }

    private static int copyBig2(WireReader in, ByteArrayOutputStream list) throws IOException {
        int value = in.big2();
        list.write(value >> 8);
        list.write(value);
        return value;
    }
}
