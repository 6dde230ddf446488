package io.sealane.chaos.history;

import io.sealane.model.TableId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The published tables: one per shape of key, and two with out-of-line values. All have the same columns after the key,
 * {@code version} first: a number that no other change of the run carries, so that every change can be told from every
 * other wherever it turns up.
 *
 * <p>A row's key is made of one number, so that the generator deals in numbers alone.
 */
public enum ChaosTable {
    INT_KEY(ColumnKind.INTEGER),
    COMPOSITE_KEY(ColumnKind.INTEGER, ColumnKind.TEXT),
    UUID_KEY(ColumnKind.UUID),
    /** Keys that are equal but not spelt alike: 1.5, 1.50, 1.500. */
    NUMERIC_KEY(ColumnKind.DECIMAL),
    TIMESTAMP_KEY(ColumnKind.TIMESTAMP),
    PARTITIONED(ColumnKind.INTEGER, ColumnKind.INTEGER),
    /** No primary key: a unique index over a NOT NULL column, which is also the replica identity. */
    UNIQUE_INDEX(ColumnKind.TEXT),
    TOAST_DEFAULT(ColumnKind.INTEGER),
    TOAST_FULL(ColumnKind.INTEGER);

    public static final String SCHEMA = "chaos";
    public static final String TARGET_SCHEMA = "CHAOS";
    /** Ways to spell one numeric key. */
    static final int SPELLINGS = 3;

    private static final int PARTITIONS = 4;
    private static final LocalDateTime FIRST_TIMESTAMP = LocalDateTime.of(1999, 12, 31, 23, 0);
    private static final long TIMESTAMP_STEP_MICROS = 7_919_000_310L;
    private static final DateTimeFormatter TIMESTAMP_TEXT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private final List<ChaosColumn> key;

    ChaosTable(ColumnKind... keyKinds) {
        List<ChaosColumn> columns = new ArrayList<>();
        for (int i = 0; i < keyKinds.length; i++) {
            columns.add(new ChaosColumn("k" + (i + 1), keyKinds[i]));
        }
        key = List.copyOf(columns);
    }

    public TableId id() {
        return new TableId(SCHEMA, name().toLowerCase(Locale.ROOT));
    }

    /** Quoted for either side's SQL: the target names are the source's in upper case. */
    public String targetName() {
        return '"' + TARGET_SCHEMA + "\".\"" + name() + '"';
    }

    public List<ChaosColumn> key() {
        return key;
    }

    /** Every column in the catalog's order: key, version, the rest. */
    public List<ChaosColumn> columns() {
        List<ChaosColumn> columns = new ArrayList<>(key);
        columns.addAll(body());
        return columns;
    }

    /** The columns after the key. */
    List<ChaosColumn> body() {
        List<ChaosColumn> body = new ArrayList<>(List.of(
                new ChaosColumn("version", ColumnKind.INTEGER),
                new ChaosColumn("note", ColumnKind.TEXT),
                new ChaosColumn("amount", ColumnKind.DECIMAL),
                new ChaosColumn("at", ColumnKind.TIMESTAMP),
                new ChaosColumn("flag", ColumnKind.BOOLEAN)));
        if (hasLongText()) {
            body.add(new ChaosColumn("big", ColumnKind.LONG_TEXT));
        }
        return body;
    }

    public boolean hasLongText() {
        return this == TOAST_DEFAULT || this == TOAST_FULL;
    }

    /** Whether the stream may lack a value that only a re-read of the row at the source can give. */
    public boolean needsReReads() {
        return this == TOAST_DEFAULT;
    }

    /** The key of row {@code number}, one text a key column, as PostgreSQL prints it. */
    List<String> keyOf(long number, int spelling) {
        return switch (this) {
            case INT_KEY, TOAST_DEFAULT, TOAST_FULL -> List.of(Long.toString(number));
            case COMPOSITE_KEY ->
                List.of(Long.toString(Math.floorMod(number, 97)), "k" + Math.floorDiv(number, 97) + "'é漢\\");
            case UUID_KEY -> List.of(new UUID(Values.mix(number), Values.mix(~number)).toString());
            case NUMERIC_KEY -> List.of(numericKey(number, spelling));
            case TIMESTAMP_KEY ->
                List.of(FIRST_TIMESTAMP
                        .plus(number * TIMESTAMP_STEP_MICROS, ChronoUnit.MICROS)
                        .format(TIMESTAMP_TEXT));
            case PARTITIONED -> List.of(Long.toString(number), Long.toString(Math.floorMod(number, PARTITIONS)));
            case UNIQUE_INDEX -> List.of("code-" + number);
        };
    }

    private static String numericKey(long number, int spelling) {
        BigDecimal quarters =
                BigDecimal.valueOf(number).divide(BigDecimal.valueOf(4)).stripTrailingZeros();
        return quarters.setScale(Math.max(quarters.scale(), 0) + spelling, RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /** What makes the table at the source. */
    List<String> sourceStatements() {
        String name = id().quoted();
        String columns = columns().stream()
                .map(c -> c.name() + " " + c.kind().postgresType() + (c.name().equals("big") ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>();
        if (this == UNIQUE_INDEX) {
            statements.add("CREATE TABLE " + name + " (" + columns + ")");
            statements.add("CREATE UNIQUE INDEX unique_index_code ON " + name + " (k1)");
            statements.add("ALTER TABLE " + name + " REPLICA IDENTITY USING INDEX unique_index_code");
        } else {
            String partitionBy = this == PARTITIONED ? " PARTITION BY LIST (k2)" : "";
            statements.add(
                    "CREATE TABLE " + name + " (" + columns + ", PRIMARY KEY (" + keyNames() + "))" + partitionBy);
        }
        for (int i = 0; this == PARTITIONED && i < PARTITIONS; i++) {
            statements.add(
                    "CREATE TABLE " + SCHEMA + ".part_" + i + " PARTITION OF " + name + " FOR VALUES IN (" + i + ")");
        }
        if (hasLongText()) {
            statements.add("ALTER TABLE " + name + " ALTER COLUMN big SET STORAGE EXTERNAL");
        }
        if (this == TOAST_FULL) {
            statements.add("ALTER TABLE " + name + " REPLICA IDENTITY FULL");
        }
        return statements;
    }

    /** What makes the table at the target, as Oracle's DDL. */
    public String targetStatement() {
        String columns = columns().stream()
                .map(c -> '"' + c.targetName() + "\" " + c.kind().oracleType()
                        + (c.name().equals("big") ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
        String primaryKey = key.stream().map(c -> '"' + c.targetName() + '"').collect(Collectors.joining(", "));
        return "CREATE TABLE " + targetName() + " (" + columns + ", CONSTRAINT \"" + name() + "_PK\" PRIMARY KEY ("
                + primaryKey + "))";
    }

    String keyNames() {
        return key.stream().map(ChaosColumn::name).collect(Collectors.joining(", "));
    }
}
