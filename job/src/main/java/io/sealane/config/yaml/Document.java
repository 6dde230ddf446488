package io.sealane.config.yaml;

import io.sealane.model.Problems;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One YAML document while it is read: where faults go, what references stand for, which keys have been asked for. */
public final class Document {
    private final Faults faults;
    private final References references;
    private final Set<String> unanswered = new TreeSet<>();
    private final Set<String> answered = new TreeSet<>();

    public Document(Problems problems, References references) {
        this.faults = new Faults(problems);
        this.references = references;
    }

    /** The document's keys, or nothing if it has none because its syntax is broken. */
    public Optional<Section> root(String yaml) {
        return YamlTree.parse(yaml, faults).map(root -> new Section(this, "", root));
    }

    /** Keys that were asked for and never found, as paths without indexes: {@code tables[].columns.rename}. */
    public Set<String> unanswered() {
        return Set.copyOf(unanswered);
    }

    public void fault(String path, int line, String text) {
        faults.add(path, line, text);
    }

    References references() {
        return references;
    }

    void asked(String path, boolean found) {
        String anywhere = path.replaceAll("\\[\\d+]", "[]");
        if (found) {
            answered.add(anywhere);
            unanswered.remove(anywhere);
        } else if (!answered.contains(anywhere)) {
            unanswered.add(anywhere);
        }
    }
}
