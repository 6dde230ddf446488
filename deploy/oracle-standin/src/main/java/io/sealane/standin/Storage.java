package io.sealane.standin;

import java.nio.file.Path;
import java.util.UUID;

/**
 * Where the stand-in keeps its rows.
 *
 * @param url the H2 database's URL
 * @param outlivesStandIn whether a later stand-in of this process may find the rows again
 */
public record Storage(String url, boolean outlivesStandIn) {
    /** Name of the H2 database in its directory. */
    public static final String FILE = "standin";

    /** In memory, gone when the stand-in is closed. */
    public static Storage memory() {
        return new Storage(memoryUrl("standin-" + UUID.randomUUID()), false);
    }

    /** In memory under a name: a later stand-in of this process that asks for the same name finds the rows again. */
    public static Storage memory(String name) {
        return new Storage(memoryUrl(name), true);
    }

    private static String memoryUrl(String name) {
        return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
    }

    /** In files under a directory. A commit is written before it is answered, so it outlives a kill of the process. */
    public static Storage directory(Path directory) {
        return new Storage("jdbc:h2:file:" + directory.toAbsolutePath().resolve(FILE) + ";WRITE_DELAY=0", true);
    }
}
