package io.sealane.source.postgres.stream;

import io.sealane.model.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The timelines that a server's timeline descends from, and where each ended.
 *
 * @param ends by timeline
 */
record TimelineHistory(Map<Integer, Lsn> ends) {
    TimelineHistory {
        ends = Map.copyOf(ends);
    }

    static TimelineHistory read(Connection replication, int timeline) throws SQLException {
        if (timeline == 1) {
            return new TimelineHistory(Map.of()); // the first one has no history file
        }
        try (Statement statement = replication.createStatement();
                ResultSet result = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
            result.next();
            return parse(result.getString("content"));
        }
    }

    /** Reads lines of {@code <timeline> <switch point> <reason>}; {@code #} starts a comment. */
    static TimelineHistory parse(String file) {
        Map<Integer, Lsn> ends = new HashMap<>();
        for (String line : file.split("\n", -1)) {
            String[] fields = line.strip().split("\\s+", 3);
            if (fields.length >= 2 && !fields[0].startsWith("#")) {
                ends.put(Integer.parseInt(fields[0]), Lsn.parse(fields[1]));
            }
        }
        return new TimelineHistory(ends);
    }

    /** Where {@code timeline} was left; empty if it is no ancestor. */
    Optional<Lsn> endOf(int timeline) {
        return Optional.ofNullable(ends.get(timeline));
    }
}
