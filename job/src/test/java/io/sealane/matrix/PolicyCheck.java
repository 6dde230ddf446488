package io.sealane.matrix;

import io.sealane.oracle.PolicyUse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether what is stored is what the policies of {@link TypeMatrixIT} promise, told without the product's code. */
record PolicyCheck(
        Family family,
        String oracle,
        String value,
        @Nullable String stored) {
    private static final Pattern NUMBER = Pattern.compile("NUMBER\\((\\d+)(?:,(\\d+))?\\)");
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(java.util.Locale.ROOT)
            .withResolverStyle(java.time.format.ResolverStyle.LENIENT);
    private static final String LAST_SECOND = "9999-12-31 23:59:59";

    /** A sentence if not; null if it is. */
    @Nullable
    String fault(Set<PolicyUse> used) {
        for (PolicyUse policy : used) {
            boolean right =
                    switch (policy) {
                        case EMPTY_STRING, NOT_A_NUMBER -> stored == null;
                        case NEGATIVE_ZERO -> stored != null && new BigDecimal(stored).signum() == 0;
                        case TOO_LONG -> stored != null && isBeginning(stored);
                        case EXCESS_DIGITS ->
                            stored != null && (used.contains(PolicyUse.OUT_OF_RANGE) || isNearest(stored));
                        case OUT_OF_RANGE -> stored != null && isLimit(stored);
                        case UNMAPPABLE -> false;
                    };
            if (!right) {
                return policy + " gives " + stored;
            }
        }
        return null;
    }

    private boolean isBeginning(String text) {
        int limit = Integer.parseInt(oracle.replaceAll(".*\\((\\d+).*", "$1"));
        if (family.type().equals("bytea")) {
            return value.startsWith(text) && text.length() == 2 + 2 * limit;
        }
        String kept = oracle.contains("CHAR(") && !oracle.startsWith("VAR") && !oracle.startsWith("NVAR")
                ? text.stripTrailing()
                : text;
        int length = oracle.startsWith("N")
                ? kept.length()
                : oracle.contains("CHAR)")
                        ? kept.codePointCount(0, kept.length())
                        : kept.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return value.startsWith(kept) && kept.length() < value.length() && length <= limit && length > limit - 5;
    }

    private boolean isNearest(String text) {
        if (!oracle.startsWith("NUMBER") && !oracle.startsWith("FLOAT") && !oracle.startsWith("BINARY")) {
            return isNearestMoment(text);
        }
        BigDecimal exact = new BigDecimal(value.replace("$", "").replace(",", ""));
        BigDecimal off = new BigDecimal(text).subtract(exact).abs();
        Matcher declared = NUMBER.matcher(oracle);
        BigDecimal most;
        if (declared.matches()) {
            int scale = declared.group(2) == null ? 0 : Integer.parseInt(declared.group(2));
            most = new BigDecimal("0.5").scaleByPowerOfTen(-scale);
        } else {
            int digits = oracle.equals("FLOAT(20)") ? 7 : oracle.equals("BINARY_DOUBLE") ? 15 : 38;
            most = exact.abs().scaleByPowerOfTen(1 - digits);
        }
        return off.signum() > 0 && off.compareTo(most) <= 0;
    }

    private boolean isNearestMoment(String text) {
        if (oracle.startsWith("INTERVAL")) {
            return true; // PostgreSQL compares these, see TypeMatrixIT
        }
        LocalDateTime exact = moment(value);
        int digits = oracle.equals("DATE") ? 0 : Integer.parseInt(oracle.replaceAll(".*\\((\\d+).*", "$1"));
        Duration off = Duration.between(exact, moment(text)).abs();
        return !off.isZero() && off.toNanos() * 2 <= Math.pow(10, 9 - digits);
    }

    private static LocalDateTime moment(String text) {
        return LocalDateTime.parse(text.replace(" BC", "").replaceAll("\\+00$", ""), MOMENT);
    }

    private boolean isLimit(String text) {
        if (oracle.startsWith("INTERVAL")) {
            return text.matches("-?((99|999999999|0) days -?)?23:59:59(\\.[90]+)?|-?9999 years -?11 months");
        }
        if (oracle.startsWith("NUMBER") || oracle.startsWith("FLOAT")) {
            String digits =
                    new BigDecimal(text).abs().unscaledValue().toString().replaceAll("0+$", "");
            boolean tiny = new BigDecimal(text).abs().compareTo(new BigDecimal("1E-130")) <= 0;
            return (tiny || digits.matches("9+")) && (tiny || value.startsWith("-") == text.startsWith("-"));
        }
        List<String> limits = value.startsWith("-infinity") || value.endsWith("BC")
                ? List.of("4712-01-01 00:00:00")
                : List.of(LAST_SECOND, "1582-10-15 00:00:00");
        return limits.stream().anyMatch(text::startsWith);
    }
}
