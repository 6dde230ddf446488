package io.sealane.chaos.history;

import io.sealane.chaos.history.Step.CopyIn;
import io.sealane.chaos.history.Step.Delete;
import io.sealane.chaos.history.Step.Move;
import io.sealane.chaos.history.Step.Noise;
import io.sealane.chaos.history.Step.Pause;
import io.sealane.chaos.history.Step.Savepoint;
import io.sealane.chaos.history.Step.Update;
import io.sealane.chaos.history.Step.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * All decisions of one writer, from its seed alone: the n-th plan is the same in every run, whatever the database
 * answered to those before.
 *
 * <pre>
 * rows of a table   0 ... 299           shared: every writer touches them
 *                   1000(w+1) + 0..399  writer w's own
 *                   1000(w+1) + 400..   writer w's for COPY
 *                   -n - 1              where row n stands in the middle of a swap
 * </pre>
 */
final class Dice {
    private static final int OWN_SPACE = 1_000;
    private static final int COPY_OFFSET = 400;
    private static final int COPY_RANGE = 300;
    private static final ChaosTable[] TABLES = ChaosTable.values();

    private final SplittableRandom random;
    private final int writer;

    Dice(long seed, int writer) {
        this.random = new SplittableRandom(Values.mix(seed) + writer);
        this.writer = writer;
    }

    /** Rows of {@code table} that all writers touch: 0 to this. */
    static int sharedRows(ChaosTable table) {
        return table.hasLongText() ? 30 : 300;
    }

    /** Rows of {@code table} that only {@code writer} touches. */
    static LongStream ownRows(ChaosTable table, int writer) {
        long first = OWN_SPACE * (writer + 1L);
        return LongStream.range(first, first + (table.hasLongText() ? 40 : COPY_OFFSET));
    }

    TransactionPlan next() {
        int kind = random.nextInt(100);
        List<Step> steps = new ArrayList<>();
        if (kind < 3) {
            burst(steps);
        } else if (kind < 65) {
            fill(steps, 1 + random.nextInt(3), 0, 10);
        } else if (kind < 88) {
            fill(steps, 2 + random.nextInt(5), 10, 60);
        } else if (kind < 97) {
            fill(steps, 3 + random.nextInt(5), 50, 300);
        } else {
            fill(steps, 3 + random.nextInt(4), 500, 800);
        }
        return new TransactionPlan(
                steps,
                chance(70),
                chance(15),
                chance(20),
                !chance(7),
                chance(10) ? random.nextInt(200) : 5 + random.nextInt(40));
    }

    private void fill(List<Step> steps, int count, int leastPause, int pauseSpan) {
        for (int i = 0; i < count; i++) {
            if (chance(15)) {
                List<Step> inner = new ArrayList<>();
                fill(inner, 1 + random.nextInt(2), 0, 5);
                steps.add(new Savepoint(inner, chance(60)));
            } else {
                change(steps);
            }
            if (i + 1 < count) {
                steps.add(new Pause(leastPause + random.nextInt(pauseSpan)));
            }
        }
    }

    private void change(List<Step> steps) {
        ChaosTable table = TABLES[random.nextInt(TABLES.length)];
        int kind = random.nextInt(100);
        if (kind < 30) {
            steps.add(new Upsert(table, rows(table), chance(40)));
        } else if (kind < 60) {
            steps.add(new Update(table, rows(table), chance(25)));
        } else if (kind < 70) {
            steps.add(new Delete(table, rows(table)));
        } else if (kind < 80) {
            steps.add(new Move(table, List.of(row(table)), List.of(row(table)), spelling()));
        } else if (kind < 85) {
            respell(table, steps);
        } else if (kind < 90) {
            swap(table, steps);
        } else if (kind < 98) {
            recreate(table, steps);
        } else {
            steps.add(new Noise(1 + random.nextInt(300)));
        }
    }

    private void respell(ChaosTable table, List<Step> steps) {
        List<Long> rows = rows(table);
        steps.add(new Move(table, rows, rows, spelling()));
    }

    /** Two rows, or two runs of rows, trade places. */
    private void swap(ChaosTable table, List<Step> steps) {
        List<Long> one = chance(70) ? List.of(row(table)) : rows(table);
        List<Long> other = one.stream().map(n -> n + one.size()).toList();
        List<Long> aside = one.stream().map(n -> -n - 1).toList();
        steps.add(new Move(table, one, aside, 0));
        steps.add(new Move(table, other, one, spelling()));
        steps.add(new Move(table, aside, other, spelling()));
    }

    private void recreate(ChaosTable table, List<Step> steps) {
        List<Long> rows = rows(table);
        for (int i = random.nextInt(3); i >= 0; i--) {
            steps.add(new Delete(table, rows));
            steps.add(new Upsert(table, rows, true));
        }
    }

    /** Clears a range and fills it again through COPY, in one transaction or rolled back as a whole. */
    private void burst(List<Step> steps) {
        ChaosTable table = TABLES[random.nextInt(TABLES.length)];
        int count = table.hasLongText() ? 5 + random.nextInt(10) : 50 + random.nextInt(COPY_RANGE - 50);
        long first = OWN_SPACE * (writer + 1L) + COPY_OFFSET;
        List<Long> rows = LongStream.range(first, first + count).boxed().toList();
        steps.add(new Delete(table, rows));
        steps.add(new CopyIn(table, rows));
        if (chance(30)) {
            steps.add(new Update(table, rows.subList(0, count / 2), false));
        }
    }

    private List<Long> rows(ChaosTable table) {
        int kind = random.nextInt(100);
        int count =
                kind < 65 ? 1 : kind < 92 ? 2 + random.nextInt(4) : table.hasLongText() ? 3 : 10 + random.nextInt(50);
        long first = row(table);
        return LongStream.range(first, first + count).boxed().toList();
    }

    private long row(ChaosTable table) {
        return chance(30)
                ? random.nextInt(sharedRows(table))
                : OWN_SPACE * (writer + 1L) + random.nextInt(table.hasLongText() ? 40 : COPY_OFFSET);
    }

    private int spelling() {
        return random.nextInt(ChaosTable.SPELLINGS);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
