package io.sealane.sink;

import io.sealane.config.FlushConfig;
import io.sealane.config.Mode;
import io.sealane.config.Secret;
import io.sealane.config.TargetConfig;
import io.sealane.fence.Claim;
import io.sealane.fence.ControlTables;
import io.sealane.fence.LaneStamp;
import io.sealane.fence.Opening;
import io.sealane.mapping.Lanes;
import io.sealane.mapping.MigrationPlan;
import io.sealane.mapping.TablePlan;
import io.sealane.model.LaneEvent;
import io.sealane.model.Lineage;
import io.sealane.model.Lsn;
import io.sealane.model.Operation;
import io.sealane.model.Position;
import io.sealane.model.ReplicaIdentity;
import io.sealane.model.RowEvent;
import io.sealane.model.RowText;
import io.sealane.model.SourceColumn;
import io.sealane.model.SourceTable;
import io.sealane.model.TableId;
import io.sealane.oracle.OracleName;
import io.sealane.oracle.OracleType;
import io.sealane.oracle.TargetColumn;
import io.sealane.oracle.TargetTable;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TargetServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A target of the contract with Oracle ({@link TargetServer#ofContract}) with a prepared migration of three tables, the
 * writers of a test, and the events they are fed with. Tests that need a fault at a given point ask for the {@link #standIn},
 * and are skipped where there is an Oracle.
 *
 * <p>ORDERS(ID, NAME, AMOUNT, NOTE CLOB, DATA BLOB), TAGS(A, B) with nothing beside its key, and FLAT with eight plain
 * columns.
 */
final class TestingTarget implements AutoCloseable {
    static final int ORDERS = 0;
    static final int TAGS = 1;
    static final int FLAT = 2;
    static final Lanes LANES = new Lanes(4);
    static final Lsn START = Lsn.parse("0/1000");
    static final Lineage LINEAGE = new Lineage("7000000000000000001", 1, "shop", "sealane", LANES.fingerprint(), "a1");
    private static final String MIGRATION = "demo";
    private static final OracleType NUMBER_10 = new OracleType("NUMBER", 22, 0, null, 10, 0);

    private final TargetServer server;
    final MigrationPlan plan;
    final TestingFetcher fetcher = new TestingFetcher();

    private final List<LaneWriter> writers = new CopyOnWriteArrayList<>();

    TestingTarget() throws Exception {
        this(TargetServer.ofContract());
    }

    TestingTarget(TargetServer server) throws Exception {
        this.server = server;
        String schema = server.schema();
        this.plan = new MigrationPlan(MIGRATION, LANES, List.of(orders(schema), tags(schema), flat(schema)));
        server.drop(List.of("ORDERS", "TAGS", "FLAT"));
        server.drop(List.copyOf(ControlTables.NAMES));
        execute("CREATE TABLE ORDERS (ID NUMBER(10) PRIMARY KEY, NAME VARCHAR2(40) NOT NULL, AMOUNT NUMBER(12,2),"
                + " NOTE CLOB, DATA BLOB)");
        execute("CREATE TABLE TAGS (A NUMBER(10), B VARCHAR2(20), CONSTRAINT TAGS_PK PRIMARY KEY (A, B))");
        execute("CREATE TABLE FLAT (ID NUMBER(10) PRIMARY KEY, A NUMBER(19), B NUMBER(12,2), C VARCHAR2(40),"
                + " D VARCHAR2(40), E TIMESTAMP(6), F TIMESTAMP(6) WITH TIME ZONE, G NUMBER(1))");
        register();
    }

    /** For faults at a given point; ends the test where the target is an Oracle. */
    OracleStandIn standIn() {
        assumeTrue(server.isStandIn(), "needs the stand-in, runs on " + server.name());
        return server.asStandIn();
    }

    String schema() {
        return server.schema();
    }

    Connection connect() throws SQLException {
        return server.connect();
    }

    TargetConfig config() {
        return config(Duration.ofSeconds(30));
    }

    TargetConfig config(Duration lease) {
        return new TargetConfig(
                server.jdbcUrl(),
                server.user(),
                Secret.of(server.password()),
                server.schema(),
                Map.of("oracle.jdbc.ReadTimeout", "10000"),
                new FlushConfig(10_000, 64 << 20, Duration.ofSeconds(1), null),
                Duration.ofSeconds(2),
                lease);
    }

    private void register() throws SQLException {
        try (TargetConnections connections = new TargetConnections(config())) {
            MigrationRegistry registry = new MigrationRegistry(connections.open(), new OracleName(server.schema()));
            registry.createTables();
            registry.register(
                    new Registration(MIGRATION, LINEAGE, LANES, Mode.FULL_AND_INCREMENTAL, plan.routes(), START));
        }
    }

    /** The only writer of a first attempt. */
    Opened open() throws InterruptedException {
        return open(new Claim("job-1", 0, 0), OptionalLong.empty(), List.of());
    }

    Opened open(Claim claim, OptionalLong restored, Collection<LaneStamp> stamps) throws InterruptedException {
        return open(config(), claim, restored, stamps, 0, LANES.count() - 1);
    }

    Opened open(
            TargetConfig config,
            Claim claim,
            OptionalLong restored,
            Collection<LaneStamp> stamps,
            int firstLane,
            int lastLane)
            throws InterruptedException {
        List<Integer> own = IntStream.rangeClosed(firstLane, lastLane).boxed().toList();
        Opening opening =
                new Opening(MIGRATION, claim, restored, LANES, plan.routes().fingerprint(), own, stamps);
        SinkCounters counters = new SinkCounters();
        LaneWriter writer = LaneWriter.open(config, plan, opening, fetcher, counters);
        writers.add(writer);
        return new Opened(writer, counters);
    }

    /** A writer and what it counts. */
    record Opened(LaneWriter writer, SinkCounters counters) {
        Opened write(LaneEvent... events) throws InterruptedException {
            for (LaneEvent event : events) {
                writer.write(event);
            }
            return this;
        }

        Opened flush() throws InterruptedException {
            writer.flush();
            return this;
        }

        Opened attach() throws InterruptedException {
            return attach(START);
        }

        Opened attach(Lsn start) throws InterruptedException {
            for (int lane : IntStream.range(0, LANES.count()).toArray()) {
                writer.write(new LaneEvent.Open(lane, LINEAGE.text(), start, start));
            }
            return this;
        }

        SinkTotals totals() {
            return counters.totals();
        }
    }

    RowEvent copied(int table, RowText row) {
        return new RowEvent.CopiedRow(lane(table, row), table, row);
    }

    RowEvent insert(int table, long lsn, long ordinal, RowText row) {
        return new RowEvent.Insert(lane(table, row), table, at(lsn, ordinal), Operation.INSERT, row);
    }

    RowEvent update(int table, long lsn, long ordinal, RowText row) {
        return new RowEvent.Update(lane(table, row), table, at(lsn, ordinal), null, row);
    }

    RowEvent delete(int table, long lsn, long ordinal, RowText row) {
        return new RowEvent.Delete(lane(table, row), table, at(lsn, ordinal), Operation.DELETE, row);
    }

    int lane(int table, RowText row) {
        TablePlan of = plan.table(table);
        return LANES.laneOf(of, of.targetKey(row));
    }

    static Position at(long lsn, long ordinal) {
        return new Position(new Lsn(lsn), ordinal);
    }

    /** A row of ORDERS. */
    static RowText order(@Nullable String... texts) {
        return RowText.of(texts);
    }

    List<String> query(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                found.add(row.toString());
            }
            return found;
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws Exception {
        if (server.isStandIn()) {
            server.asStandIn().faults().clear();
        }
        for (LaneWriter writer : writers) {
            writer.close();
        }
        server.close();
    }

    /** The source's rows by canonical key, as far as a test sets them. */
    static final class TestingFetcher implements RowFetcher {
        final Map<String, RowText> rows = new HashMap<>();

        @Override
        public Optional<RowText> fetch(TablePlan table, RowText keyRow) {
            return Optional.ofNullable(rows.get(table.targetKey(keyRow)));
        }

        @Override
        public void close() {}
    }

    static TablePlan orders(String schema) {
        return table(
                schema,
                ORDERS,
                "orders",
                List.of(
                        new SourceColumn("id", "int4", -1, "integer", false),
                        new SourceColumn("name", "text", -1, "text", false),
                        new SourceColumn("amount", "numeric", -1, "numeric", true),
                        new SourceColumn("note", "text", -1, "text", true),
                        new SourceColumn("data", "bytea", -1, "bytea", true)),
                List.of(
                        column("ID", NUMBER_10, false),
                        column("NAME", new OracleType("VARCHAR2", 40, 40, "B", null, null), false),
                        column("AMOUNT", new OracleType("NUMBER", 22, 0, null, 12, 2), true),
                        column("NOTE", new OracleType("CLOB", 4000, 0, null, null, null), true),
                        column("DATA", new OracleType("BLOB", 4000, 0, null, null, null), true)),
                List.of(0));
    }

    static TablePlan tags(String schema) {
        return table(
                schema,
                TAGS,
                "tags",
                List.of(
                        new SourceColumn("a", "int4", -1, "integer", false),
                        new SourceColumn("b", "text", -1, "text", false)),
                List.of(
                        column("A", NUMBER_10, false),
                        column("B", new OracleType("VARCHAR2", 20, 20, "B", null, null), false)),
                List.of(0, 1));
    }

    private static TablePlan flat(String schema) {
        OracleType text = new OracleType("VARCHAR2", 40, 40, "B", null, null);
        return table(
                schema,
                FLAT,
                "flat",
                List.of(
                        new SourceColumn("id", "int4", -1, "integer", false),
                        new SourceColumn("a", "int8", -1, "bigint", true),
                        new SourceColumn("b", "numeric", -1, "numeric(12,2)", true),
                        new SourceColumn("c", "text", -1, "text", true),
                        new SourceColumn("d", "text", -1, "text", true),
                        new SourceColumn("e", "timestamp", -1, "timestamp", true),
                        new SourceColumn("f", "timestamptz", -1, "timestamptz", true),
                        new SourceColumn("g", "bool", -1, "boolean", true)),
                List.of(
                        column("ID", NUMBER_10, false),
                        column("A", new OracleType("NUMBER", 22, 0, null, 19, 0), true),
                        column("B", new OracleType("NUMBER", 22, 0, null, 12, 2), true),
                        column("C", text, true),
                        column("D", text, true),
                        column("E", new OracleType("TIMESTAMP(6)", 11, 0, null, null, 6), true),
                        column("F", new OracleType("TIMESTAMP(6) WITH TIME ZONE", 13, 0, null, null, 6), true),
                        column("G", new OracleType("NUMBER", 22, 0, null, 1, 0), true)),
                List.of(0));
    }

    private static TargetColumn column(String name, OracleType type, boolean nullable) {
        return new TargetColumn(new OracleName(name), type, nullable);
    }

    private static TablePlan table(
            String schema,
            int number,
            String name,
            List<SourceColumn> source,
            List<TargetColumn> target,
            List<Integer> key) {
        return new TablePlan(
                number,
                new SourceTable(new TableId("public", name), source, key, ReplicaIdentity.DEFAULT, false),
                new TargetTable(new OracleName(schema), new OracleName(name.toUpperCase(Locale.ROOT)), target, key),
                IntStream.range(0, source.size()).boxed().toList(),
                Set.of(Operation.values()));
    }
}
