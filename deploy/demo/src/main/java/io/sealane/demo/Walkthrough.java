package io.sealane.demo;

import io.sealane.demo.compare.Comparison;
import io.sealane.demo.compare.ResultTable;
import io.sealane.demo.compare.TableResult;
import io.sealane.demo.progress.Display;
import io.sealane.demo.progress.Paint;
import io.sealane.demo.progress.Probe;
import io.sealane.demo.shop.LoadCounts;
import io.sealane.demo.shop.LoadGenerator;
import io.sealane.demo.shop.ShopScripts;
import io.sealane.demo.shop.ShopTable;
import java.io.PrintStream;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The demo, step by step: both databases, the load, the migration, the end of the load, the comparison. Says what it does
 * on {@code out}. Runs once, in one thread; an interrupt stops it and everything it started.
 */
final class Walkthrough {
    private static final String PASSWORD = "shop";
    private static final int TRANSACTIONS_PER_SECOND = 300;

    private final DemoOptions options;
    private final PrintStream out;
    private final Paint paint;
    private final Map<ShopTable, Long> rows;

    Walkthrough(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.paint = options.color ? Paint.COLOURS : Paint.NONE;
        this.rows = ShopTable.shares(options.rows);
    }

    /** Whether every row was equal at the end. */
    boolean run() throws Exception {
        try (Resources resources = new Resources()) {
            say(paint.bold("Sealane demo: a live PostgreSQL database moves to Oracle, all on this machine."));
            say("The target is a stand-in that speaks Oracle's wire protocol to Oracle's own JDBC driver.");
            say("It is not an Oracle database. Log: " + options.logShown());
            say("");
            SourceDatabase source = resources.add(SourceDatabase.start(options.work, options.log));
            step("PostgreSQL", source.url());
            fillShop(source);
            TargetDatabase target = resources.add(TargetDatabase.start(options.work, PASSWORD, options.rows));
            createTarget(target);
            step("Oracle stand-in", target.url() + ", user " + TargetDatabase.USER);
            if (options.databases) {
                offer(source, target, resources);
            }
            return migrate(source, target, resources);
        }
    }

    private boolean migrate(SourceDatabase source, TargetDatabase target, Resources resources) throws Exception {
        Connection atSource = resources.add(source.open());
        Connection atTarget = resources.add(target.open());
        LoadGenerator load = startLoad(source, resources);
        Migration migration = resources.add(Migration.prepare(options, source, target, PASSWORD));
        step("Prepared", "slot, publication and control tables; " + migration.configFile());
        migration.start();
        step("Flink job", migration.webUi());

        Probe probe = new Probe(atSource, atTarget, Migration.NAME);
        Display display = new Display(out, options.terminal, paint);
        Watch watch = new Watch(probe, display, load, migration);
        watch.untilCopied();
        watch.follow(Duration.ofSeconds(options.seconds));
        load.stop();
        watch.untilApplied(probe.sourcePosition());
        display.finish();

        boolean equal = compare(atSource, atTarget, load.counts(), watch.elapsed());
        if (options.keep) {
            keep(source, target, migration);
        }
        return equal;
    }

    private LoadGenerator startLoad(SourceDatabase source, Resources resources) {
        LoadGenerator load = resources.add(new LoadGenerator(source.dataSource(), rows, TRANSACTIONS_PER_SECOND));
        load.start();
        step("Load", "mixed transactions, about " + TRANSACTIONS_PER_SECOND + " a second");
        return load;
    }

    /** Leaves the migration to the user, on a Flink of theirs. Does not return. */
    private void offer(SourceDatabase source, TargetDatabase target, Resources resources) throws Exception {
        LoadGenerator load = startLoad(source, resources);
        step(
                "Configuration",
                Migration.configure(options, source, target, PASSWORD).toString());
        say("");
        say("Both go on until Ctrl-C, the load for " + options.seconds + " s. Migrate them with that configuration.");
        Thread.sleep(Duration.ofSeconds(options.seconds).toMillis());
        load.stop();
        say("The load has ended.");
        new CountDownLatch(1).await();
    }

    private void fillShop(SourceDatabase source) throws Exception {
        try (Connection connection = source.open()) {
            ShopScripts.fillSource(connection, rows);
        }
        step("Shop", String.format(Locale.ROOT, "%d tables, %,d rows", rows.size(), options.rows));
    }

    private void createTarget(TargetDatabase target) throws Exception {
        try (Connection connection = target.open()) {
            ShopScripts.createTarget(connection);
        }
    }

    private boolean compare(Connection source, Connection target, LoadCounts load, Duration migrated) throws Exception {
        say("");
        say("  Comparing every row of both sides ...");
        say("");
        long began = System.nanoTime();
        List<TableResult> results = new ArrayList<>();
        Comparison comparison = new Comparison(source, target);
        for (ShopTable table : ShopTable.values()) {
            results.add(comparison.compare(ShopTable.SOURCE_SCHEMA, table.sourceName()));
        }
        ResultTable.lines(results).forEach(this::say);
        say("");
        boolean equal = ResultTable.allEqual(results);
        say(equal ? paint.good("Every row is equal.") : paint.bad("The two sides are NOT equal."));
        say(String.format(
                Locale.ROOT,
                "The migration took %d s, in which %,d transactions were committed and %,d rolled back; the comparison %d s.",
                migrated.toSeconds(),
                load.committed(),
                load.rolledBack(),
                Duration.ofNanos(System.nanoTime() - began).toSeconds()));
        return equal;
    }

    private void keep(SourceDatabase source, TargetDatabase target, Migration migration) throws InterruptedException {
        say("");
        say("Everything but the load goes on until Ctrl-C; what you write to PostgreSQL arrives in the target.");
        step("Flink web UI", migration.webUi());
        step("PostgreSQL", source.url());
        step("Oracle stand-in", target.url() + ", user " + TargetDatabase.USER + ", password " + PASSWORD);
        step("Configuration", migration.configFile().toString());
        new CountDownLatch(1).await();
    }

    private void step(String what, String detail) {
        say("  %-16s %s".formatted(what, detail));
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
