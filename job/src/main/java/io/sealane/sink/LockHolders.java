package io.sealane.sink;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Who holds locks on a table, as far as the dictionary lets us see it. For messages only. */
final class LockHolders {
    private static final String SQL = """
            SELECT s.SID, s.SERIAL#, s.USERNAME, s.MACHINE, s.PROGRAM
              FROM V$LOCKED_OBJECT l
              JOIN V$SESSION s ON s.SID = l.SESSION_ID
              JOIN ALL_OBJECTS o ON o.OBJECT_ID = l.OBJECT_ID
             WHERE o.OWNER = ? AND o.OBJECT_NAME = ? AND s.AUDSID <> SYS_CONTEXT('USERENV', 'SESSIONID')""";

    private LockHolders() {}

    static String of(TargetSession session, String schema, String table) {
        try (PreparedStatement select = session.connection().prepareStatement(SQL)) {
            select.setString(1, schema);
            select.setString(2, table);
            List<String> holders = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    holders.add("session " + row.getString(1) + "," + row.getString(2) + " of " + row.getString(3)
                            + " on " + row.getString(4) + " (" + row.getString(5) + ")");
                }
            }
            return holders.isEmpty() ? "none is left on " + schema + "." + table : String.join("; ", holders);
        } catch (SQLException e) {
            return "not visible to this user (" + TargetFaults.named(e)
                    + "); GRANT SELECT ON V_$SESSION and V_$LOCKED_OBJECT to see it";
        }
    }
}
