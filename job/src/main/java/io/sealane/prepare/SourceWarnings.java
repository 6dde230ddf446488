package io.sealane.prepare;

import java.sql.SQLException;
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
            warnings.addAll(StandbyTraits.read(endpoints.source(), slot)
                    .warnings(endpoints.config().source()));
            return warnings;
        } catch (SQLException e) {
            throw SourceFaults.during("read the server's settings", e);
        }
    }
}
