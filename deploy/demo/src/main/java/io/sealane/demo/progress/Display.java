package io.sealane.demo.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows progress: a board that is drawn over itself on a terminal, else a plain line now and then. One thread. */
public final class Display {
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(2);

    private final PrintStream out;
    private final boolean terminal;
    private final Board board;
    private int drawnLines;
    private @Nullable Progress printed;

    /** @param terminal whether {@code out} understands cursor movement */
    public Display(PrintStream out, boolean terminal, Paint paint) {
        this.out = out;
        this.terminal = terminal;
        this.board = new Board(paint);
    }

    public void show(Progress progress) {
        if (terminal) {
            draw(board.lines(progress));
        } else if (isDue(progress)) {
            out.println(PlainLine.of(progress));
            printed = progress;
        }
        out.flush();
    }

    /** Leaves the board as it stands; what is printed next goes below it. */
    public void finish() {
        drawnLines = 0;
    }

    private boolean isDue(Progress progress) {
        return printed == null
                || printed.phase() != progress.phase()
                || progress.elapsed().minus(printed.elapsed()).compareTo(PLAIN_EVERY) >= 0;
    }

    /** Cursor up to the old board's first line, then each line erased and written anew. */
    private void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder();
        if (drawnLines > 0) {
            frame.append("\u001b[").append(drawnLines).append('A');
        }
        lines.forEach(line -> frame.append("\u001b[2K").append(line).append('\n'));
        drawnLines = lines.size();
        out.print(frame);
    }
}
