package io.sealane.chaos.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of a few megabytes that can be filled and freed; needs the right to mount one. Used by one thread. */
public final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTES = 24;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts one at {@code directory}; empty where that is not allowed. */
    public static Optional<SmallDisk> mountAt(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        return run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", directory.toString())
                ? Optional.of(new SmallDisk(directory))
                : Optional.empty();
    }

    /** Leaves not a byte. */
    public void fill() throws IOException {
        byte[] kilobyte = new byte[1 << 10];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (int i = 0; i < (MEGABYTES + 1) << 10; i++) {
                out.write(kilobyte);
            }
        } catch (IOException full) {
            return;
        }
        throw new IOException("BUG: " + directory + " took more than its " + MEGABYTES + " MB");
    }

    public void free() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    /** Takes it away with all that is on it. */
    @Override
    public void close() {
        try {
            if (!run("umount", "-l", directory.toString())) {
                throw new IllegalStateException("Cannot unmount " + directory + ". Run: umount -l " + directory);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Cannot unmount " + directory, e);
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noSuchCommand) {
            return false;
        }
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}
