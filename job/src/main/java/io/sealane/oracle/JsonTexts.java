package io.sealane.oracle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * PostgreSQL's JSON as Oracle's JSON type, which keeps the value and not the text: white space and the order of keys may
 * change. What it cannot keep is refused: two values under one key, and numbers beyond NUMBER (belief, not tested: Oracle
 * would store those as the nearest number or as a text).
 */
final class JsonTexts {
    private static final int SURE_DIGITS = 38;

    /** Short enough that no number in it has too many digits or too large an exponent. */
    private static final int SURE_LENGTH = 38;

    /**
     * What a JSON column holds (JSON Developer's Guide, "Limitations for JSON"; of the binary form, which is about as large as
     * the text). Beyond it the keys of a text are not looked at: they are kept in memory while their object is open.
     */
    private static final long LARGEST = 32 << 20;

    /** What Jackson says of a key that is there twice. */
    private static final String TWICE = "Duplicate field";

    private static final JsonFactory JSONB = factory(Integer.MAX_VALUE);

    private static final JsonFactory JSON =
            JSONB.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonTexts() {}

    /** Leaves nothing behind in its threads and keeps no names. */
    static JsonFactory factory(int deepest) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    static Object json(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        check(() -> JSON.createParser(text));
        return text;
    }

    /** PostgreSQL has kept one value of each key. */
    static Object jsonb(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        check(() -> JSONB.createParser(text));
        return text;
    }

    /**
     * Checks a text that is too large for memory.
     *
     * @param source json or jsonb
     * @param bytes of the text in UTF-8
     */
    static void check(String source, long bytes, Supplier<InputStream> text) throws UnfitValueException {
        boolean keysAreOnce = source.equals("jsonb");
        if (!keysAreOnce && bytes > LARGEST) {
            throw new UnfitValueException("it has " + bytes + " bytes, and JSON holds " + LARGEST);
        }
        check(() -> (keysAreOnce ? JSONB : JSON)
                .createParser(new InputStreamReader(text.get(), StandardCharsets.UTF_8.newDecoder())));
    }

    private interface Opening {
        JsonParser parser() throws IOException;
    }

    private static void check(Opening opening) throws UnfitValueException {
        try (JsonParser parser = opening.parser()) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric()) {
                    checkNumber(parser.getText());
                }
            }
        } catch (JsonProcessingException e) {
            // The parser's message would quote the value.
            throw new UnfitValueException(
                    e.getOriginalMessage().startsWith(TWICE)
                            ? "it has a key twice in one object, and JSON keeps one of them"
                            : "it is not JSON as RFC 8259 has it");
        } catch (CharacterCodingException e) {
            throw new UnfitValueException("it has bytes that are no UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkNumber(String number) throws UnfitValueException {
        if (number.length() <= SURE_LENGTH && number.indexOf('e') < 0 && number.indexOf('E') < 0) {
            return;
        }
        BigDecimal value = new BigDecimal(number).stripTrailingZeros();
        int integerDigits = value.precision() - value.scale();
        if (value.precision() > SURE_DIGITS || value.signum() != 0 && (integerDigits > 126 || integerDigits <= -130)) {
            throw new UnfitValueException("it has a number that NUMBER, and so JSON, cannot hold");
        }
    }
}
