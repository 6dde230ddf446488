package io.sealane.oracle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/**
 * PostgreSQL's JSON as Oracle's JSON type, which keeps the value and not the text: white space and the order of keys may
 * change. What it cannot keep is refused: two values under one key, and numbers beyond NUMBER (belief, not tested: Oracle
 * would store those as the nearest number or as a text).
 */
final class JsonTexts {
    private static final int SURE_DIGITS = 38;

    /** Short enough that no number in it has too many digits or too large an exponent. */
    private static final int SURE_LENGTH = 38;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonTexts() {}

    static Object json(String text, OracleType type, Misfits misfits) throws UnfitValueException {
        try (JsonParser parser = JSON.createParser(text)) {
            check(parser);
            return text;
        } catch (IOException e) {
            throw keyTwice();
        }
    }

    /** Of a text that is too large for memory, in UTF-8; only the keys of the objects that are open are kept. */
    static void check(InputStream text) throws UnfitValueException {
        try (JsonParser parser = JSON.createParser(text)) {
            check(parser);
        } catch (JsonProcessingException e) {
            throw keyTwice();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(JsonParser parser) throws IOException, UnfitValueException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isNumeric()) {
                checkNumber(parser.getText());
            }
        }
    }

    /** PostgreSQL has checked the rest; the parser's message would quote the value. */
    private static UnfitValueException keyTwice() {
        return new UnfitValueException("it has a key twice in one object, and JSON keeps one of them");
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
