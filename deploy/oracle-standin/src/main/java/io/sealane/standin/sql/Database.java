package io.sealane.standin.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import org.h2.Driver;

/** The H2 database behind the stand-in, with a schema for each user and SYS for the dictionary. Threadsafe. */
public final class Database implements AutoCloseable {
    private static final String ADMINISTRATOR = "SA";
    private static final String SETTINGS = ";MODE=Oracle;DEFAULT_NULL_ORDERING=HIGH;NON_KEYWORDS=VALUE,KEY,YEAR,MONTH"
            + ",HOUR,MINUTE,SECOND,LIMIT,IF,QUALIFY,WINDOW,SYSTEM_USER;DB_CLOSE_ON_EXIT=FALSE";

    private final String url;
    private final Connection keeper;
    private final Catalogue catalogue;
    private final Release release;

    private Database(String url, Connection keeper, Catalogue catalogue, Release release) {
        this.url = url;
        this.keeper = keeper;
        this.catalogue = catalogue;
        this.release = release;
    }

    /**
     * Opens or creates the database.
     *
     * @param url where it is kept, for instance {@code jdbc:h2:mem:name}
     */
    public static Database open(String url, Collection<String> users, Release release) throws SQLException {
        Connection keeper = connect(url, ADMINISTRATOR);
        try (Statement command = keeper.createStatement()) {
            for (String statement : dictionary(release).split(";\\s*\n", -1)) {
                if (!statement.isBlank()) {
                    command.execute(statement);
                }
            }
            for (String user : users) {
                command.execute("CREATE USER IF NOT EXISTS " + TableName.quote(user) + " PASSWORD '' ADMIN");
                command.execute("CREATE SCHEMA IF NOT EXISTS " + TableName.quote(user));
            }
        }
        return new Database(url, keeper, Catalogue.load(keeper), release);
    }

    private static String dictionary(Release release) {
        return resource("dictionary.sql")
                .replace("${product}", release.product())
                .replace("${version}", release.version())
                .replace("${full-version}", release.fullVersion());
    }

    private static String resource(String name) {
        try (InputStream stream = Database.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + name, e);
        }
    }

    private static Connection connect(String url, String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", "");
        return new Driver().connect(url + SETTINGS, properties);
    }

    public Release release() {
        return release;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /**
     * A session of one user, with autocommit off.
     *
     * @param environment what SYS_CONTEXT('USERENV', …) answers
     */
    public SqlSession openSession(String user, Map<String, String> environment) throws SQLException {
        Connection connection = connect(url, user);
        try (Statement command = connection.createStatement()) {
            useSchema(command, user);
            command.execute("SET LOCK_TIMEOUT " + LockWaits.H2_LOCK_MILLIS);
            for (Map.Entry<String, String> entry : environment.entrySet()) {
                String value = entry.getValue().replace("'", "''");
                command.execute("SET @USERENV_" + entry.getKey() + " '" + value + "'");
            }
        }
        enterSession(connection, user, environment);
        connection.setAutoCommit(false);
        return new SqlSession(this, connection);
    }

    /** For V$SESSION; who has gone is told by H2's own list of sessions. */
    private void enterSession(Connection connection, String user, Map<String, String> environment) throws SQLException {
        String sql = "INSERT INTO SYS.SESSIONS (h2_session, sid, username, machine, program) VALUES (?, ?, ?, ?, ?)";
        try (Statement query = connection.createStatement();
                ResultSet number = query.executeQuery("SELECT SESSION_ID()")) {
            number.next();
            int session = number.getInt(1);
            synchronized (keeper) {
                try (PreparedStatement forget =
                                keeper.prepareStatement("DELETE FROM SYS.SESSIONS WHERE h2_session NOT IN"
                                        + " (SELECT SESSION_ID FROM INFORMATION_SCHEMA.SESSIONS) OR h2_session = ?");
                        PreparedStatement enter = keeper.prepareStatement(sql)) {
                    forget.setInt(1, session);
                    forget.executeUpdate();
                    enter.setInt(1, session);
                    enter.setInt(2, Integer.parseInt(environment.getOrDefault("SID", "0")));
                    enter.setString(3, user);
                    enter.setString(4, environment.getOrDefault("HOST", ""));
                    enter.setString(5, environment.getOrDefault("CLIENT_PROGRAM_NAME", ""));
                    enter.executeUpdate();
                }
            }
        }
    }

    private static void useSchema(Statement command, String user) throws SQLException {
        command.execute("SET SCHEMA " + TableName.quote(user));
        command.execute("SET SCHEMA_SEARCH_PATH " + TableName.quote(user) + ", SYS");
    }

    /** A plain H2 connection with every right, in the schema of the given user. */
    public Connection openH2(String user) throws SQLException {
        Connection connection = connect(url, ADMINISTRATOR);
        try (Statement command = connection.createStatement()) {
            useSchema(command, user);
        }
        return connection;
    }

    void changeCatalogue(DdlPlan.CatalogueChange change) throws SQLException {
        synchronized (keeper) {
            change.apply(catalogue, keeper);
            catalogue.constraintNames().clear();
        }
    }

    /** Closes this view of the database. A memory database lives on while its name is kept open elsewhere. */
    @Override
    public void close() throws SQLException {
        keeper.close();
    }

    /** Closes the database for everyone; one in memory is gone then. */
    public void shutDown() throws SQLException {
        try (Statement command = keeper.createStatement()) {
            command.execute("SHUTDOWN");
        }
    }
}
