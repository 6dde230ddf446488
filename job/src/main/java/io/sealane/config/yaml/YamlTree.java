package io.sealane.config.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Builds the tree of {@link YamlNode}s from Jackson's YAML tokens; reports duplicate keys, anchors and broken syntax. */
final class YamlTree {
    /** Leaves nothing in the thread: in a JobManager it outlives us, and would keep our classes. */
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private final YAMLParser parser;
    private final Faults faults;

    private YamlTree(YAMLParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /** The document's root, or nothing where the text has none; the reason is then among the faults. */
    static Optional<YamlNode.Mapping> parse(String text, Faults faults) {
        try (YAMLParser parser = YAML.createParser(text)) {
            return new YamlTree(parser, faults).root();
        } catch (JsonProcessingException e) {
            reportSyntax(e, faults);
        } catch (IOException e) {
            faults.add("", 0, "the text cannot be read as YAML: " + e.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private Optional<YamlNode.Mapping> root() throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            faults.add("", 1, "found no keys. Start from conf/migration.yaml, which names and explains all of them.");
            return Optional.empty();
        }
        YamlNode.Mapping root = mapping("");
        if (parser.nextToken() != null) {
            faults.add("", line(), "found a second YAML document ('---'). Keep one document in the file.");
        }
        return Optional.of(root);
    }

    private YamlNode value(String path) throws IOException {
        int line = line();
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            faults.add(path, line, "found a YAML anchor or alias. Write the value out.");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(path);
            case START_ARRAY -> sequence(path);
            case VALUE_NULL -> new YamlNode.Empty(line);
            default -> new YamlNode.Scalar(parser.getText(), line);
        };
    }

    private YamlNode.Mapping mapping(String path) throws IOException {
        int line = line();
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int keyLine = line();
            parser.nextToken();
            YamlNode.Entry entry = new YamlNode.Entry(keyLine, value(Faults.join(path, key)));
            YamlNode.Entry earlier = entries.putIfAbsent(key, entry);
            if (earlier != null) {
                faults.add(
                        Faults.join(path, key),
                        keyLine,
                        "the key stands twice, first on line " + earlier.line() + ". Keep one of them.");
            }
        }
        return new YamlNode.Mapping(entries, line);
    }

    private YamlNode.Sequence sequence(String path) throws IOException {
        int line = line();
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path + "[" + items.size() + "]"));
        }
        return new YamlNode.Sequence(items, line);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Says where and what, without the parser's own message: that quotes the line, which may hold a password. */
    private static void reportSyntax(JsonProcessingException e, Faults faults) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        String found = "found broken syntax";
        if (e.getCause() instanceof MarkedYAMLException marked) {
            // The context is where the broken thing began: an open quote is noticed at the end of the file.
            Mark mark = marked.getContextMark() == null ? marked.getProblemMark() : marked.getContextMark();
            line = mark == null ? line : mark.getLine() + 1;
            found = marked.getContext() == null ? found : "found broken syntax " + marked.getContext();
        }
        faults.add("", line, found + ". Check indentation, quotes and colons there and just above.");
    }
}
