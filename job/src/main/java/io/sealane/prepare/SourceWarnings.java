package io.sealane.prepare;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What may go wrong later, by what the source shows of itself and of its standbys. */
public final class SourceWarnings {
    private SourceWarnings() {}

    /** Each says what to do. Changes nothing. */
    public static List<String> find(Endpoints endpoints) {
        try {
            List<String> warnings =
                    new ArrayList<>(PolarTraits.read(endpoints.source()).warnings());
            String slot = endpoints.config().source().slot();
            warnings.addAll(encoding(endpoints.source()));
            warnings.addAll(StandbyTraits.read(endpoints.source(), slot)
                    .warnings(endpoints.config().source()));
            return warnings;
        } catch (SQLException e) {
            throw SourceFaults.during("read the server's settings", e);
        }
    }

    /** Such a database converts nothing: its texts are in whatever encoding each client had. */
    private static List<String> encoding(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_encoding")) {
            row.next();
            return row.getString(1).equals("SQL_ASCII")
                    ? List.of(
                            "The database's encoding is SQL_ASCII, so nobody knows what its texts are in. They are taken for"
                                    + " UTF-8; the first that is not stops the job. Convert the others at the source before.")
                    : List.of();
        }
    }
}
