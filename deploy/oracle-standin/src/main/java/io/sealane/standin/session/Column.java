package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import io.sealane.standin.value.WireType;
import io.sealane.standin.wire.WireWriter;
import java.nio.charset.StandardCharsets;

/**
 * How a column of a result is described and written.
 *
 * @param maxCharacters 0 for what is not text
 */
record Column(
        String name,
        int wireType,
        int precision,
        int scale,
        int maxBytes,
        int maxCharacters,
        CharacterForm form,
        boolean nullable,
        ColumnWriter writer) {
    /** Character set and form of a column. */
    enum CharacterForm {
        NONE(0, 0),
        DATABASE(873, 1),
        NATIONAL(2000, 2);

        private final int characterSet;
        private final int number;

        CharacterForm(int characterSet, int number) {
            this.characterSet = characterSet;
            this.number = number;
        }
    }

    /** The column in the form that the client has defined. Only LOBs have more than one. */
    Column defined(BindDescription define) throws OracleException {
        if (!WireType.isLob(wireType)) {
            return this;
        }
        if (!WireType.isLob(define.type())) {
            throw OracleException.unimplemented("a LOB defined as type " + define.type());
        }
        ColumnWriter chosen =
                define.wantsLobLength() ? ColumnWriters.lobWithLength(wireType) : ColumnWriters.of(wireType);
        return new Column(name, wireType, precision, scale, maxBytes, maxCharacters, form, nullable, chosen);
    }

    /** Layout: node-oracledb thin, processColumnInfo in lib/thin/protocol/messages/withData.js. */
    void describe(WireWriter out, int position) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        out.u1(wireType).zeros(1).u1(precision).signedByte(scale);
        out.integer(maxBytes).zeros(4);
        out.integer(form.characterSet).u1(form.number).integer(maxCharacters).zeros(1);
        out.u1(nullable ? 1 : 0).u1(nameBytes.length).sizedValue(nameBytes).zeros(2);
        out.integer(position).zeros(1);
    }
}
