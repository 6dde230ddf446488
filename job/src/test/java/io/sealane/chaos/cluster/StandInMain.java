package io.sealane.chaos.cluster;

import io.sealane.standin.OracleStandIn;
import io.sealane.standin.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;

/**
 * The stand-in as a process: rows in files, the log of applied changes in its triggers, and H2's own port beside
 * Oracle's for whoever reads that log. Ends when its standard input does, so it cannot outlive the run.
 */
final class StandInMain {
    private StandInMain() {}

    /** @param arguments directory, user, password, port and H2's port; a port of 0 takes a free one */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path directory = Path.of(arguments[0]);
        OracleStandIn standIn = OracleStandIn.builder()
                .storage(Storage.directory(directory))
                .user(arguments[1], arguments[2])
                .port(Integer.parseInt(arguments[3]))
                .start();
        Server h2 = Server.createTcpServer("-tcpPort", arguments[4], "-baseDir", directory.toString())
                .start();
        System.out.println(standIn.port() + " " + h2.getPort());
        while (System.in.read() >= 0) {
            // Nobody has anything to say; the end is what counts.
        }
        System.exit(0);
    }
}
