package io.sealane.demo;

import io.sealane.standin.OracleStandIn;
import io.sealane.standin.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The Oracle stand-in as the demo's target, reached as any client would: by Oracle's own driver. */
final class TargetDatabase implements AutoCloseable {
    private static final int USUAL_PORT = 1521;
    private static final String SERVICE = "SHOPPDB";
    /** More are kept in files, so that the demo's memory need not grow with them. */
    private static final long MOST_ROWS_IN_MEMORY = 1_000_000;

    static final String USER = "SHOP";

    private final OracleStandIn standIn;
    private final String password;

    private TargetDatabase(OracleStandIn standIn, String password) {
        this.standIn = standIn;
        this.password = password;
    }

    /**
     * @param directory for files; deleted by whoever made it
     * @param rows rows expected
     */
    static TargetDatabase start(Path directory, String password, long rows) throws IOException, SQLException {
        OracleStandIn standIn = OracleStandIn.builder()
                .port(Ports.freePort(USUAL_PORT))
                .service(SERVICE)
                .user(USER, password)
                .storage(rows > MOST_ROWS_IN_MEMORY ? Storage.directory(directory) : Storage.memory())
                .start();
        return new TargetDatabase(standIn, password);
    }

    String url() {
        return standIn.jdbcUrl();
    }

    Connection open() throws SQLException {
        return DriverManager.getConnection(url(), USER, password);
    }

    @Override
    public void close() throws SQLException {
        standIn.close();
    }
}
