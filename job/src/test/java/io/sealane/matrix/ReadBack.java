package io.sealane.matrix;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A target's value as a text that PostgreSQL reads, by plain JDBC and without any of the product's code. */
final class ReadBack {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);
    private static final Pattern DAY_TIME = Pattern.compile("(-?)(\\d+) (\\d+:\\d+:\\d+(?:\\.\\d+)?)");
    private static final Pattern YEAR_MONTH = Pattern.compile("(-?)(\\d+)-(\\d+)");

    private ReadBack() {}

    /** @param oracle the column's declared type */
    static @Nullable String text(ResultSet row, int column, String oracle, Family family) throws SQLException {
        if (row.getObject(column) == null) {
            return null;
        }
        if (oracle.startsWith("NUMBER") || oracle.startsWith("FLOAT")) {
            String number = row.getBigDecimal(column).toPlainString();
            return family.type().equals("bool") ? number.equals("1") ? "true" : "false" : number;
        }
        if (oracle.equals("BINARY_DOUBLE")) {
            double number = row.getDouble(column);
            boolean whole = family.type().startsWith("int");
            return whole ? new BigDecimal(number).toPlainString() : Double.toString(number);
        }
        if (oracle.equals("BINARY_FLOAT")) {
            return Float.toString(row.getFloat(column));
        }
        if (oracle.startsWith("RAW") || oracle.equals("BLOB")) {
            return binary(row.getBytes(column), family);
        }
        if (oracle.contains("TIME ZONE")) {
            OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
            return moment(moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), "+00");
        }
        if (oracle.equals("DATE") || oracle.startsWith("TIMESTAMP")) {
            return moment(row.getObject(column, LocalDateTime.class), "");
        }
        if (oracle.startsWith("INTERVAL")) {
            return family.type().equals("time") ? time(row.getString(column)) : interval(row.getString(column));
        }
        return row.getString(column);
    }

    private static String binary(byte[] bytes, Family family) {
        String hex = HexFormat.of().formatHex(bytes);
        if (family.type().equals("bytea")) {
            return "\\x" + hex;
        }
        return family.type().equals("uuid") ? hex : "x" + hex;
    }

    private static String moment(LocalDateTime moment, String zone) {
        boolean beforeChrist = moment.getYear() <= 0;
        LocalDateTime counted = beforeChrist ? moment.withYear(1 - moment.getYear()) : moment;
        return counted.format(MOMENT) + zone + (beforeChrist ? " BC" : "");
    }

    /** {@code 1 0:0:0.0} is 24:00. */
    private static String time(String text) {
        Matcher dayTime = DAY_TIME.matcher(text);
        if (!dayTime.matches()) {
            throw new IllegalArgumentException("No time: " + text);
        }
        return dayTime.group(2).equals("1") ? dayTime.group(3).replaceFirst("\\d+", "24") : dayTime.group(3);
    }

    /** {@code -1 2:3:4.5} is minus all of it, which PostgreSQL takes for minus one day and plus the rest. */
    private static String interval(String text) {
        Matcher dayTime = DAY_TIME.matcher(text);
        if (dayTime.matches()) {
            String sign = dayTime.group(1);
            return sign + dayTime.group(2) + " days " + sign + dayTime.group(3);
        }
        Matcher yearMonth = YEAR_MONTH.matcher(text);
        if (!yearMonth.matches()) {
            throw new IllegalArgumentException("No interval: " + text);
        }
        String sign = yearMonth.group(1);
        return sign + yearMonth.group(2) + " years " + sign + yearMonth.group(3) + " months";
    }
}
