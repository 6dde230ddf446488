package io.sealane.source.postgres;

import io.sealane.model.ReplicaIdentity;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A row of {@code pg_class}, as far as it decides whether a table can be migrated.
 *
 * @param leafIdentities the distinct {@code relreplident} of a partitioned table's leaves; those are what is logged
 */
record Relation(
        long oid, char kind, char persistence, char replident, boolean isPartition, List<String> leafIdentities) {

    static Relation read(ResultSet result) throws SQLException {
        Array leaves = result.getArray("leaf_identities");
        return new Relation(
                result.getLong("oid"),
                result.getString("relkind").charAt(0),
                result.getString("relpersistence").charAt(0),
                result.getString("relreplident").charAt(0),
                result.getBoolean("relispartition"),
                leaves == null ? List.of() : Catalog.texts(leaves));
    }

    boolean isPartitioned() {
        return kind == 'p';
    }

    /** Why this relation cannot be migrated at all, and what to do; empty if it can. */
    Optional<String> unfit() {
        if (kind != 'r' && kind != 'p') {
            return Optional.of("it is no table (pg_class.relkind is '" + kind
                    + "'). Name the table behind it, or leave it" + " out.");
        }
        if (isPartition) {
            return Optional.of(
                    "it is a partition. Name the root of its partitioned table; its rows come as the root's.");
        }
        if (persistence != 'p') {
            return Optional.of("it is " + (persistence == 'u' ? "unlogged" : "temporary")
                    + ", so its changes are in no WAL. Run ALTER TABLE … SET LOGGED, or leave it out.");
        }
        if (isPartitioned() && leafIdentities.stream().anyMatch(leaf -> !leaf.equals("d") && !leaf.equals("f"))) {
            return Optional.of("some of its partitions have replica identity USING INDEX or NOTHING. Give all of them"
                    + " DEFAULT or FULL.");
        }
        if (!isPartitioned() && replident == 'n') {
            return Optional.of("its replica identity is NOTHING, so old rows are not logged. Run ALTER TABLE … REPLICA"
                    + " IDENTITY DEFAULT or FULL.");
        }
        return Optional.empty();
    }

    /** What is sure to be logged of an old row. */
    ReplicaIdentity identity() {
        if (isPartitioned()) {
            boolean full = !leafIdentities.isEmpty() && leafIdentities.stream().allMatch(leaf -> leaf.equals("f"));
            return full ? ReplicaIdentity.FULL : ReplicaIdentity.DEFAULT;
        }
        return switch (replident) {
            case 'f' -> ReplicaIdentity.FULL;
            case 'i' -> ReplicaIdentity.INDEX;
            case 'n' -> ReplicaIdentity.NOTHING;
            default -> ReplicaIdentity.DEFAULT;
        };
    }
}
