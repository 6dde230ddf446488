package io.sealane.sink;

import io.sealane.model.RowText;
import io.sealane.sink.TestingTarget.Opened;
import io.sealane.standin.OracleStandIn;
import io.sealane.testing.TargetServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import static io.sealane.sink.TestingTarget.FLAT;

/**
 * Rows per second of one writer into the stand-in, eight plain columns a row. Says what our side costs, nothing about
 * Oracle.
 *
 * <pre>{@code java -cp … io.sealane.sink.WriterThroughput store|discard rows}</pre>
 */
final class WriterThroughput {
    private WriterThroughput() {}

    public static void main(String[] arguments) throws Exception {
        OracleStandIn.Builder standIn = OracleStandIn.builder();
        if (arguments[0].equals("discard")) {
            standIn.discardRowsExcept("SEALANE");
        }
        int rows = Integer.parseInt(arguments[1]);
        try (TestingTarget target = new TestingTarget(TargetServer.standIn(standIn))) {
            Opened opened = target.open();
            measure("warm-up", target, opened, 0, rows);
            measure("copy", target, opened, rows, 2 * rows);
            opened.attach();
            measureUpdates(target, opened, rows, 2 * rows);
        }
    }

    private static void measure(String what, TestingTarget target, Opened opened, int from, int to) throws Exception {
        Clock clock = new Clock();
        for (int i = from; i < to; i++) {
            opened.write(target.copied(FLAT, row(i, "some text")));
        }
        opened.flush();
        clock.print(what, to - from);
    }

    private static void measureUpdates(TestingTarget target, Opened opened, int from, int to) throws Exception {
        Clock clock = new Clock();
        for (int i = from; i < to; i++) {
            opened.write(target.update(FLAT, 0x2000 + i / 100, i % 100 + 1, row(i, "other text")));
        }
        opened.flush();
        clock.print("update", to - from);
    }

    private static RowText row(int i, String text) {
        return TestingTarget.order(
                Integer.toString(i),
                Long.toString(i * 1_000_003L),
                i % 100_000 + ".25",
                text + i,
                "a longer text of thirty or so",
                "2024-05-06 07:08:09.123456",
                "2024-05-06 07:08:09.123456+00",
                i % 2 == 0 ? "t" : "f");
    }

    private static final class Clock {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final long wall = System.nanoTime();
        private final long own = threads.getCurrentThreadCpuTime();

        void print(String what, int rows) {
            double seconds = (System.nanoTime() - wall) / 1e9;
            double cpu = (threads.getCurrentThreadCpuTime() - own) / 1e9;
            System.out.printf(
                    "%-8s %,9.0f rows/s, %,9.0f rows/s of the writer's own CPU%n", what, rows / seconds, rows / cpu);
        }
    }
}
