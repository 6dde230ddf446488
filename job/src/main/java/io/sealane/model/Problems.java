package io.sealane.model;

import io.sealane.model.MigrationException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects faults, so that a user sees all of them at once instead of one a run. Not thread-safe. */
public final class Problems {
    private record Problem(Kind kind, String code, String text) {}

    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param code stable code of this fault: {@code SRC-104}
     * @param text what was found and what to do; without the code
     */
    public void add(Kind kind, String code, String text) {
        problems.add(new Problem(kind, code, text));
    }

    public void add(MigrationException problem) {
        String message = String.valueOf(problem.getMessage());
        add(problem.kind(), problem.code(), message.substring(problem.code().length() + 1));
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Each fault as {@code code text}, in the order in which they were found. */
    public List<String> lines() {
        return problems.stream()
                .map(problem -> problem.code() + " " + problem.text())
                .toList();
    }

    /**
     * Throws all faults as one exception, of the kind that comes first: as long as the configuration is at fault, what
     * it made of source and target may be its consequence.
     *
     * @param failed {@code Cannot read conf/migration.yaml}; left out where there is one fault, and that is a sentence
     *     of this form itself
     */
    public void throwIfAny(String failed) {
        if (problems.isEmpty()) {
            return;
        }
        Problem first =
                problems.stream().min(Comparator.comparing(Problem::kind)).orElseThrow();
        if (problems.size() == 1) {
            String text = first.text().startsWith("Cannot ") ? first.text() : failed + ": " + first.text();
            throw new MigrationException(first.kind(), first.code(), text);
        }
        StringBuilder all = new StringBuilder(failed)
                .append(": ")
                .append(problems.size())
                .append(" faults were found. Correct them and run it again.");
        lines().forEach(line -> all.append(System.lineSeparator()).append("  ").append(line));
        throw new MigrationException(first.kind(), first.code(), all.toString());
    }
}
