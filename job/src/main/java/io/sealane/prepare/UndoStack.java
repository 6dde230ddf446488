package io.sealane.prepare;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How to take back what has been made so far, last first. Not thread-safe. */
final class UndoStack {
    private static final Logger LOG = LoggerFactory.getLogger(UndoStack.class);

    interface Action {
        void run() throws Exception;
    }

    private record Step(String what, Action action) {}

    private final Deque<Step> steps = new ArrayDeque<>();

    /** @param what the thing to be removed, as it is called in messages: {@code slot sealane_shop} */
    void push(String what, Action action) {
        steps.push(new Step(what, action));
    }

    /**
     * Takes everything back, whatever fails in between.
     *
     * @return what could not be removed
     */
    List<String> undo() {
        Deque<String> left = new ArrayDeque<>();
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.action().run();
            } catch (Exception e) {
                // Every step has its own connection or transaction state; one that fails must not keep the others.
                LOG.warn("Undoing failed what={}", step.what(), e);
                left.add(step.what());
            }
        }
        return List.copyOf(left);
    }
}
