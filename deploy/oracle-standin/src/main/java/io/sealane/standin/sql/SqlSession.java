package io.sealane.standin.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import org.h2.api.ErrorCode;

/** One user's session in H2: prepares, runs and translates. Used by its session thread, {@link #lockWaits} by others. */
public final class SqlSession implements AutoCloseable {
    private static final int TRANSACTION_ROLLED_BACK = 24761;

    private final Database database;
    private final Connection connection;
    private final LockWaits lockWaits = new LockWaits();
    private final OracleErrors errors;
    private boolean transactionOpen;
    private boolean rolledBackByDeadlock;

    SqlSession(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
        errors = new OracleErrors(connection, database.catalogue().constraintNames());
    }

    public LockWaits lockWaits() {
        return lockWaits;
    }

    public Catalogue catalogue() {
        return database.catalogue();
    }

    /** Whether anything is left to commit or roll back. The driver skips both unless told so. */
    public boolean isTransactionOpen() {
        return transactionOpen;
    }

    /**
     * Prepares a statement for H2.
     *
     * @param castType the H2 type of a bind by its number (from 1), for statements in which H2 cannot tell it
     */
    public PreparedStatement prepare(SqlStatement statement, IntFunction<String> castType) throws OracleException {
        try {
            return prepare(statement.sqlWith(number -> "?" + number));
        } catch (SQLException e) {
            if (e.getErrorCode() != ErrorCode.UNKNOWN_DATA_TYPE_1) {
                throw translate(e, statement);
            }
        }
        try {
            return prepare(statement.sqlWith(number -> "CAST(?" + number + " AS " + castType.apply(number) + ")"));
        } catch (SQLException e) {
            throw translate(e, statement);
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException, OracleException {
        return connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    }

    /** Runs one bound row of an INSERT, UPDATE, DELETE or MERGE. */
    public long update(PreparedStatement prepared, SqlStatement statement) throws OracleException {
        requireTransactionAlive();
        try {
            long rows = lockWaits.run(prepared, statement.lockLimit(), prepared::executeLargeUpdate);
            transactionOpen = true;
            return rows;
        } catch (SQLException e) {
            throw translate(e, statement);
        }
    }

    public ResultSet query(PreparedStatement prepared, SqlStatement statement) throws OracleException {
        requireTransactionAlive();
        try {
            ResultSet rows = lockWaits.run(prepared, statement.lockLimit(), prepared::executeQuery);
            transactionOpen |= statement.locksRows();
            return rows;
        } catch (SQLException e) {
            throw translate(e, statement);
        }
    }

    /** Runs a statement that has neither rows nor binds: DDL, session settings, transaction control. */
    public void run(SqlStatement statement) throws OracleException {
        switch (statement.kind()) {
            case DDL -> define(statement);
            case SESSION -> new SessionSetting(connection).apply(statement);
            case SAVEPOINT -> command("SAVEPOINT " + statement.tokens().get(1).text(), statement);
            case ROLLBACK -> command(rollbackText(statement), statement);
            default -> throw OracleException.unimplemented(statement.kind() + " statement");
        }
    }

    private static String rollbackText(SqlStatement statement) {
        int last = statement.tokens().size() - 1;
        return "ROLLBACK TO SAVEPOINT " + statement.tokens().get(last).text();
    }

    private void command(String sql, SqlStatement statement) throws OracleException {
        try (Statement command = connection.createStatement()) {
            command.execute(sql);
        } catch (SQLException e) {
            throw translate(e, statement);
        }
    }

    /** Commits what came before, as Oracle does, then runs the DDL. SQL Language Reference, "Types of SQL Statements". */
    private void define(SqlStatement statement) throws OracleException {
        try {
            DdlPlan plan = new DdlRewriter(statement, connection.getSchema(), database.release()).rewrite();
            connection.commit();
            transactionOpen = false;
            try (Statement command = connection.createStatement()) {
                for (String sql : plan.statements()) {
                    lockWaits.run(command, LockLimit.DDL, () -> command.execute(sql));
                }
            }
            database.changeCatalogue(plan.change());
            connection.commit();
        } catch (SQLException e) {
            throw translate(e, statement);
        }
    }

    public void commit() throws OracleException {
        requireTransactionAlive();
        try {
            connection.commit();
            transactionOpen = false;
        } catch (SQLException e) {
            throw errors.translate(e, StatementKind.COMMIT, null);
        }
    }

    public void rollback() throws OracleException {
        rolledBackByDeadlock = false;
        transactionOpen = false;
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw errors.translate(e, StatementKind.ROLLBACK, null);
        }
    }

    /**
     * H2 rolls the whole transaction back on a deadlock, Oracle only the statement. Going on would lose the rows before
     * it, so nothing but a rollback is accepted then.
     */
    private void requireTransactionAlive() throws OracleException {
        if (rolledBackByDeadlock) {
            throw new OracleException(TRANSACTION_ROLLED_BACK, "transaction rolled back");
        }
    }

    public OracleException translate(SQLException error, SqlStatement statement) {
        if (error.getErrorCode() == ErrorCode.DEADLOCK_1) {
            rolledBackByDeadlock = true;
        }
        return errors.translate(
                error, statement.kind(), statement.target().map(this::qualified).orElse(null));
    }

    /** The table with the session's schema as its owner where the statement named none. */
    public TableName qualified(TableName name) {
        return name.owner().isEmpty() ? new TableName(schema(), name.table()) : name;
    }

    /** What the statement does with each of its binds, of which there are {@code count}. */
    public List<BindUse> bindUses(SqlStatement statement, int count) {
        List<TableName> tables =
                statement.tables().stream().map(this::qualified).toList();
        List<BindUse> uses = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            BindPlaces.Place place = statement.placeOf(number);
            Optional<DeclaredType> type = tables.stream()
                    .flatMap(table -> catalogue().find(table.owner(), table.table(), place.column()).stream())
                    .findFirst();
            uses.add(new BindUse(place.kind(), type.orElse(null)));
        }
        return uses;
    }

    private String schema() {
        try {
            return connection.getSchema();
        } catch (SQLException e) {
            return "";
        }
    }

    /** Rolls back and frees every lock. */
    @Override
    public void close() {
        lockWaits.cancel();
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            // A connection that cannot roll back is closed by H2, which frees its locks too.
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "SqlSession[schema=%s]", schema());
    }
}
