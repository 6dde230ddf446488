package io.sealane.config.yaml;

import io.sealane.config.yaml.References.UnresolvedException;
import java.util.Optional;

/** One item of a list: a text or a group of keys. */
public final class Item {
    private final Document document;
    private final String path;
    private final YamlNode node;

    Item(Document document, String path, YamlNode node) {
        this.document = document;
        this.path = path;
        this.node = node;
    }

    public String path() {
        return path;
    }

    public int line() {
        return node.line();
    }

    /** The item's text, if it is one. */
    public Optional<String> text() {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return Optional.empty();
        }
        try {
            return Optional.of(document.references().resolve(scalar.text()));
        } catch (UnresolvedException e) {
            fault(e.fault());
            return Optional.empty();
        }
    }

    /** The item's keys, if it is a group. */
    public Optional<Section> section() {
        return node instanceof YamlNode.Mapping mapping
                ? Optional.of(new Section(document, path, mapping))
                : Optional.empty();
    }

    /** What stands in the file, for messages; references are shown as they are written. */
    public String shown() {
        return node instanceof YamlNode.Scalar scalar ? Section.shown(scalar.text()) : node.kind();
    }

    public void fault(String text) {
        document.fault(path, node.line(), text);
    }
}
