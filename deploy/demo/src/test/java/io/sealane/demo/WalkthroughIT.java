package io.sealane.demo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole demo, small. */
class WalkthroughIT {
    @Test
    @Timeout(180)
    void everyRowIsEqualAtTheEnd(@TempDir Path work) throws Exception {
        DemoOptions options = new DemoOptions();
        options.rows = 5_000;
        options.seconds = 3;
        options.root = Path.of("../..");
        options.work = work;
        options.log = work.resolve("postgres.log");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        boolean equal = new Walkthrough(options, new PrintStream(out, true, StandardCharsets.UTF_8)).run();

        assertThat(equal).as(out.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("following the changes", "Every row is equal.");
    }
}
