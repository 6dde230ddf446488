package io.sealane.config.yaml;

import java.util.List;
import java.util.Map;

/** A YAML document as a tree that remembers its lines. Scalars stay text: {@code no} is not {@code false} here. */
public sealed interface YamlNode {
    int line();

    /** What the user sees it called. */
    String kind();

    record Scalar(String text, int line) implements YamlNode {
        @Override
        public String kind() {
            return "a single value";
        }
    }

    /** A key without a value. */
    record Empty(int line) implements YamlNode {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    record Sequence(List<YamlNode> items, int line) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(Map<String, Entry> entries, int line) implements YamlNode {
        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    /** A value with the line of its key. */
    record Entry(int line, YamlNode value) {}
}
