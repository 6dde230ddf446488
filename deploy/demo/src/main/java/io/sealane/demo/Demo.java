package io.sealane.demo;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Entry of the demo's process; {@code deploy/demo.sh} starts it. Exit code 0 when every row is equal, else 1. On a signal,
 * and when demo.sh dies, it stops everything first.
 */
public final class Demo {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final Duration CLEANUP_LIMIT = Duration.ofSeconds(30);
    private static final int NOT_EQUAL = 1;
    private static final int INTERRUPTED = 130;

    private Demo() {}

    public static void main(String[] args) {
        DemoOptions options = CommandLine.populateCommand(new DemoOptions(), args);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        CountDownLatch cleaned = new CountDownLatch(1);
        stopOnSignal(Thread.currentThread(), cleaned);
        CompletableFuture<Void> orphaned = exitWithParent();
        int status = run(options, out);
        orphaned.cancel(false);
        delete(options.work);
        cleaned.countDown();
        System.exit(status);
    }

    private static int run(DemoOptions options, PrintStream out) {
        try {
            return new Walkthrough(options, out).run() ? 0 : NOT_EQUAL;
        } catch (InterruptedException e) {
            return INTERRUPTED;
        } catch (Exception e) {
            LOG.error("The demo failed", e);
            out.println();
            out.println("The demo failed: " + e.getMessage());
            out.println("Details: " + options.logShown());
            return NOT_EQUAL;
        } finally {
            out.flush();
        }
    }

    private static void stopOnSignal(Thread main, CountDownLatch cleaned) {
        Thread hook = new Thread(
                () -> {
                    main.interrupt();
                    try {
                        if (!cleaned.await(CLEANUP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                            LOG.warn("Gave up waiting for the demo's parts to stop");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "demo-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** demo.sh does this too, unless it was killed outright. */
    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            LOG.warn("Cannot delete the demo's files directory={}", directory, e);
        }
    }

    /** Nobody would see the demo any more, nor stop it. */
    private static CompletableFuture<Void> exitWithParent() {
        return ProcessHandle.current()
                .parent()
                .map(parent -> parent.onExit().thenRun(() -> System.exit(INTERRUPTED)))
                .orElseGet(CompletableFuture::new);
    }
}
