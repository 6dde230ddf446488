package io.sealane.config.yaml;

import io.sealane.config.yaml.References.UnresolvedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A group of keys, asked one by one. Each question says what is allowed; an answer that is not is reported and replaced
 * by one that is, so that reading goes on and finds the next fault. Ask {@link #close} last: it reports what nobody asked
 * for.
 */
public final class Section implements AutoCloseable {
    private static final int SHOWN = 60;

    private final Document document;
    private final String path;
    private final YamlNode.Mapping keys;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Document document, String path, YamlNode.Mapping keys) {
        this.document = document;
        this.path = path;
        this.keys = keys;
    }

    public boolean has(String key) {
        return keys.entries().containsKey(key);
    }

    /** A fault of this key, or of the group if the key is not there. */
    public void fault(String key, String text) {
        YamlNode.Entry entry = keys.entries().get(key);
        document.fault(Faults.join(path, key), entry == null ? keys.line() : entry.line(), text);
    }

    /** What must be there. */
    public String text(String key) {
        return scalar(key, true, "a text", Optional::of).orElse("");
    }

    public String text(String key, String fallback) {
        return optionalText(key).orElse(fallback);
    }

    public Optional<String> optionalText(String key) {
        return scalar(key, false, "a text", Optional::of);
    }

    /** A value that must be a reference, so that no password stands in the file. */
    public String secret(String key) {
        YamlNode node = find(key, true);
        if (!(node instanceof YamlNode.Scalar scalar)) {
            if (node != null) {
                wrongType(key, node, "${env:NAME} or ${file:/path}");
            }
            return "";
        }
        if (!References.isWhole(scalar.text())) {
            fault(
                    key,
                    "a secret stands in the file itself. Write ${env:NAME} or ${file:/path} here, and change the"
                            + " secret if others can read the file.");
            return "";
        }
        return resolve(key, scalar.text()).orElse("");
    }

    public int integer(String key, int fallback, int min, int max) {
        return (int) whole(key, min, max).orElse((long) fallback).longValue();
    }

    public Optional<Integer> optionalInteger(String key, int min, int max) {
        return whole(key, min, max).map(Long::intValue);
    }

    public long integer(String key, long fallback, long min, long max) {
        return whole(key, min, max).orElse(fallback);
    }

    private Optional<Long> whole(String key, long min, long max) {
        String allowed = "a whole number from " + min + " to " + max;
        return scalar(key, false, allowed, text -> {
            try {
                return Optional.of(Long.parseLong(text)).filter(value -> value >= min && value <= max);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        String allowed = "a duration from " + Quantities.print(min) + " to " + Quantities.print(max)
                + ", in ms, s, min, h or d: 500ms, 10s";
        return scalar(key, false, allowed, text -> Quantities.duration(text)
                        .filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0))
                .orElse(fallback);
    }

    public long size(String key, long fallback, long min, long max) {
        String allowed =
                "a size from " + Quantities.print(min) + " to " + Quantities.print(max) + ", in B, KB, MB or GB: 4MB";
        return scalar(key, false, allowed, text -> Quantities.size(text).filter(value -> value >= min && value <= max))
                .orElse(fallback);
    }

    public <T> T choice(String key, T fallback, Map<String, T> choices) {
        return scalar(key, false, "one of " + sorted(choices.keySet()), text -> Optional.ofNullable(choices.get(text)))
                .orElse(fallback);
    }

    /** One of the constants of an enum, by its {@link Words word}. */
    public <T extends Enum<T>> T choice(String key, T fallback) {
        return choice(key, fallback, Words.all(fallback.getDeclaringClass()));
    }

    /** The items of a list of the words of an enum; {@code fallback} where the key is not there. */
    public <T extends Enum<T>> Set<T> choices(String key, Set<T> fallback, Class<T> type) {
        Map<String, T> choices = Words.all(type);
        if (!has(key)) {
            known(key);
            return fallback;
        }
        String allowed = "one of " + sorted(choices.keySet());
        Set<T> chosen = new LinkedHashSet<>();
        for (Item item : list(key, "a list with at least " + allowed)) {
            T choice = choices.get(item.text().orElse(""));
            if (choice == null) {
                item.fault("found " + item.shown() + ". Give " + allowed + ".");
            } else if (!chosen.add(choice)) {
                item.fault("found " + item.shown() + " a second time. Remove it.");
            }
        }
        return chosen.isEmpty() ? fallback : chosen;
    }

    public List<String> texts(String key) {
        if (!has(key)) {
            known(key);
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Item item : list(key, "a list of texts")) {
            item.text().ifPresentOrElse(texts::add, () -> item.fault("found " + item.shown() + ". Give a text."));
        }
        return texts;
    }

    /** Free keys with texts; those that {@code secret} picks must be references. */
    public Map<String, String> map(String key, Predicate<String> secret) {
        Section free = section(key);
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : free.keys.entries().keySet()) {
            values.put(name, secret.test(name) ? free.secret(name) : free.text(name));
        }
        return values;
    }

    public Map<String, String> map(String key) {
        return map(key, name -> false);
    }

    /** Groups under free keys. */
    public Map<String, Section> sections(String key) {
        Section free = section(key);
        Map<String, Section> sections = new LinkedHashMap<>();
        free.keys.entries().keySet().forEach(name -> sections.put(name, free.section(name)));
        return sections;
    }

    /** A group below this one; an empty one where the key is not there. */
    public Section section(String key) {
        YamlNode node = find(key, false);
        if (node instanceof YamlNode.Mapping mapping) {
            return new Section(document, Faults.join(path, key), mapping);
        }
        if (node != null) {
            wrongType(key, node, "a group of keys");
        }
        YamlNode.Entry entry = keys.entries().get(key);
        int line = entry == null ? keys.line() : entry.line();
        return new Section(document, Faults.join(path, key), new YamlNode.Mapping(Map.of(), line));
    }

    /** The items of a list that must have some. */
    public List<Item> list(String key, String allowed) {
        YamlNode node = find(key, true);
        if (node instanceof YamlNode.Sequence sequence && !sequence.items().isEmpty()) {
            List<Item> items = new ArrayList<>();
            for (YamlNode item : sequence.items()) {
                items.add(new Item(document, Faults.join(path, key) + "[" + items.size() + "]", item));
            }
            return items;
        }
        if (node instanceof YamlNode.Sequence) {
            fault(key, "found an empty list. Give " + allowed + ".");
        } else if (node != null) {
            wrongType(key, node, allowed);
        }
        return List.of();
    }

    /** Reports every key that was not asked for. */
    @Override
    public void close() {
        keys.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                String nearest = NearestKey.to(key, known)
                        .map(word -> "Did you mean '" + word + "'? ")
                        .orElse("");
                document.fault(
                        Faults.join(path, key),
                        entry.line(),
                        "unknown key. " + nearest + "Known here: " + String.join(", ", known) + ".");
            }
        });
    }

    private <T> Optional<T> scalar(
            String key, boolean required, String allowed, Function<String, Optional<T>> convert) {
        YamlNode node = find(key, required);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return wrongType(key, node, allowed);
        }
        Optional<String> text = resolve(key, scalar.text());
        Optional<T> value = text.flatMap(convert);
        if (text.isPresent() && value.isEmpty()) {
            fault(key, "found " + shown(scalar.text()) + ". Give " + allowed + ".");
        }
        return value;
    }

    private Optional<String> resolve(String key, String text) {
        try {
            return Optional.of(document.references().resolve(text));
        } catch (UnresolvedException e) {
            fault(key, e.fault());
            return Optional.empty();
        }
    }

    private @Nullable YamlNode find(String key, boolean required) {
        known(key);
        YamlNode.Entry entry = keys.entries().get(key);
        if (entry == null) {
            if (required) {
                document.fault(Faults.join(path, key), keys.line(), "the key is missing. Add it.");
            }
            return null;
        }
        if (entry.value() instanceof YamlNode.Empty) {
            fault(key, "the key has no value. Give it one, or remove the key if it is not needed.");
            return null;
        }
        return entry.value();
    }

    private void known(String key) {
        known.add(key);
        document.asked(Faults.join(path, key), has(key));
    }

    private <T> Optional<T> wrongType(String key, YamlNode node, String allowed) {
        fault(key, "found " + node.kind() + ". Give " + allowed + ".");
        return Optional.empty();
    }

    static String shown(String text) {
        return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'";
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }
}
