package io.sealane.fence;

import io.sealane.oracle.OracleName;
import java.util.List;

/**
 * The migration's own tables in the target, as DDL.
 *
 * <p>{@code SEALANE_FENCE} has one row a lane, updated in the same transaction as the lane's rows:
 *
 * <pre>
 * GENERATION                        raised when a writer opens the lane; a writer of an older one can commit nothing
 * LINEAGE, COMMIT_LSN, ORDINAL      what the lane's rows contain: every event up to this position of this lineage
 * FLUSH                             number of the generation's last flush of the lane: tells a lost commit from a made
 *                                   one where the position does not move, as in the copy
 * CHECKPOINT                        last checkpoint that the generation stamped, or the one that it was restored from
 * OWNER, OWNER_CHECKPOINT, OWNER_ATTEMPT, LEASE_UNTIL     who writes, and until when it is taken to be alive
 * </pre>
 */
public final class ControlTables {
    public static final String MIGRATION = "SEALANE_MIGRATION";
    public static final String FENCE = "SEALANE_FENCE";
    public static final String CONTROL = "SEALANE_CONTROL";

    /** Name of the row of {@link #CONTROL} that holds the consistency point, written once the change stream has opened. */
    public static final String CONSISTENCY_POINT = "consistency-point";

    /** Name of the row that holds the {@code Witness} of the last checkpoint: what was read of the source's history. */
    public static final String WITNESS = "witness";

    /** Name of the row that says that tables are to be copied again, and of the rows that name them. */
    public static final String RECOPY = "recopy";

    /** Beginning of the names of the rows that hold {@code Routes}, of which the migration's row has the fingerprint. */
    public static final String ROUTE = "route-";

    /** Every control table, in the order in which they are made. */
    public static final List<String> NAMES = List.of(MIGRATION, FENCE, CONTROL);

    private static final String MIGRATION_COLUMNS = """
            (
              "MIGRATION" VARCHAR2(64) NOT NULL,
              "LINEAGE" VARCHAR2(400) NOT NULL,
              "LANES" NUMBER(5) NOT NULL,
              "LANE_MAP" VARCHAR2(64) NOT NULL,
              "JOB_MODE" VARCHAR2(32) NOT NULL,
              "ROUTES" VARCHAR2(64) NOT NULL,
              "START_LSN" NUMBER(20) NOT NULL,
              "STATE" VARCHAR2(16) NOT NULL,
              "CREATED_AT" TIMESTAMP(6) WITH TIME ZONE NOT NULL,
              "UPDATED_AT" TIMESTAMP(6) WITH TIME ZONE NOT NULL,
              CONSTRAINT "SEALANE_MIGRATION_PK" PRIMARY KEY ("MIGRATION")
            )""";

    private static final String FENCE_COLUMNS = """
            (
              "MIGRATION" VARCHAR2(64) NOT NULL,
              "LANE" NUMBER(5) NOT NULL,
              "GENERATION" NUMBER(19) NOT NULL,
              "LINEAGE" VARCHAR2(400) NOT NULL,
              "COMMIT_LSN" NUMBER(20) NOT NULL,
              "ORDINAL" NUMBER(19) NOT NULL,
              "FLUSH" NUMBER(19) NOT NULL,
              "CHECKPOINT" NUMBER(19) NOT NULL,
              "OWNER" VARCHAR2(128),
              "OWNER_CHECKPOINT" NUMBER(19),
              "OWNER_ATTEMPT" NUMBER(10),
              "LEASE_UNTIL" TIMESTAMP(6) WITH TIME ZONE,
              "UPDATED_AT" TIMESTAMP(6) WITH TIME ZONE NOT NULL,
              CONSTRAINT "SEALANE_FENCE_PK" PRIMARY KEY ("MIGRATION", "LANE")
            )""";

    private static final String CONTROL_COLUMNS = """
            (
              "MIGRATION" VARCHAR2(64) NOT NULL,
              "NAME" VARCHAR2(64) NOT NULL,
              "VALUE" VARCHAR2(4000),
              CONSTRAINT "SEALANE_CONTROL_PK" PRIMARY KEY ("MIGRATION", "NAME")
            )""";

    private ControlTables() {}

    /** One CREATE TABLE per control table, in order, without terminators. */
    public static List<String> ddl(OracleName schema) {
        return List.of(
                "CREATE TABLE " + qualified(schema, MIGRATION) + " " + MIGRATION_COLUMNS,
                "CREATE TABLE " + qualified(schema, FENCE) + " " + FENCE_COLUMNS,
                "CREATE TABLE " + qualified(schema, CONTROL) + " " + CONTROL_COLUMNS);
    }

    /** {@code "SCHEMA"."TABLE"}. */
    public static String qualified(OracleName schema, String table) {
        return schema.quoted() + '.' + '"' + table + '"';
    }
}
