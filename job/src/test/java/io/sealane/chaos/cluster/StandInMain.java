package io.sealane.chaos.cluster;

import io.sealane.standin.OracleStandIn;
import io.sealane.standin.Storage;
import io.sealane.standin.fault.Hold;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.h2.tools.Server;

/**
 * The stand-in as a process: rows in files, the log of applied changes in its triggers, and H2's own port beside
 * Oracle's for whoever reads that log. Ends when its standard input does, so it cannot outlive the run; a letter there
 * tells it to die at its next commit, like a process that is killed there.
 */
final class StandInMain {
    static final char DIE_BEFORE_COMMIT = 'b';
    static final char DIE_AFTER_COMMIT = 'a';

    private static final Duration UNTIL_COMMIT = Duration.ofSeconds(5);

    private StandInMain() {}

    /** @param arguments directory, user, password, port and H2's port; a port of 0 takes a free one */
    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        OracleStandIn standIn = OracleStandIn.builder()
                .storage(Storage.directory(directory))
                .user(arguments[1], arguments[2])
                .port(Integer.parseInt(arguments[3]))
                .start();
        Server h2 = Server.createTcpServer("-tcpPort", arguments[4], "-baseDir", directory.toString())
                .start();
        System.out.println(standIn.port() + " " + h2.getPort());
        for (int letter = System.in.read(); letter >= 0; letter = System.in.read()) {
            if (letter == DIE_BEFORE_COMMIT || letter == DIE_AFTER_COMMIT) {
                Hold commit = letter == DIE_BEFORE_COMMIT
                        ? standIn.faults().holdBeforeCommit()
                        : standIn.faults().holdAfterCommit();
                commit.awaitHeld(UNTIL_COMMIT);
                // No hook runs, nothing is flushed: as SIGKILL.
                Runtime.getRuntime().halt(1);
            }
        }
        System.exit(0);
    }
}
