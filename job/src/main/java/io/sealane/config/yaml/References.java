package io.sealane.config.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves <code>${env:NAME}</code> and <code>${file:/path}</code> in values. What they stand for is never put into a message. */
public final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*):?([^}]*)}");
    private static final Pattern WHOLE = Pattern.compile("\\$\\{(env|file):[^}]+}");

    /** A reference that stands for nothing. The message names the reference and what to do. */
    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String fault;

        UnresolvedException(String fault) {
            super(fault);
            this.fault = fault;
        }

        String fault() {
            return fault;
        }
    }

    /** Looks up a variable; null where it is not set. */
    public interface Environment {
        @Nullable
        String variable(String name);
    }

    private final Environment environment;

    public References(Environment environment) {
        this.environment = environment;
    }

    /** Whether the text is one reference and nothing else, as a secret must be. */
    static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    String resolve(String text) throws UnresolvedException {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = lookUp(matcher.group(), matcher.group(1), matcher.group(2));
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String lookUp(String reference, String kind, String name) throws UnresolvedException {
        String value =
                switch (kind) {
                    case "env" -> variable(name);
                    case "file" -> file(name);
                    default ->
                        throw new UnresolvedException(
                                reference + " is no reference. Write ${env:NAME} or ${file:/path}.");
                };
        if (value.isEmpty()) {
            throw new UnresolvedException(reference + " is empty. Give it a value.");
        }
        return value;
    }

    private String variable(String name) throws UnresolvedException {
        String value = environment.variable(name);
        if (value == null) {
            throw new UnresolvedException(
                    "the environment variable " + name + " is not set. Export it before the start.");
        }
        return value;
    }

    /** The file's text without the line end that editors and {@code echo} leave. */
    private static String file(String name) throws UnresolvedException {
        UnaryOperator<String> why =
                what -> "the file '" + name + "' " + what + ". Give the path of a readable text file.";
        try {
            return Files.readString(Path.of(name)).replaceFirst("\\R+\\z", "");
        } catch (InvalidPathException e) {
            throw new UnresolvedException(why.apply("is no path"));
        } catch (IOException e) {
            throw new UnresolvedException(
                    why.apply("cannot be read (" + e.getClass().getSimpleName() + ")"));
        }
    }
}
