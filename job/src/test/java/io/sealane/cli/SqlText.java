package io.sealane.cli;

import io.sealane.testing.CompiledTexts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL for the target as it stands in a compiled class: a statement, or a piece that goes into one.
 *
 * @param text with single spaces, and {@link CompiledTexts#UNKNOWN} for what is only known at run time
 */
record SqlText(String className, String text) {
    private static final Pattern STATEMENT = Pattern.compile("(SELECT|INSERT|UPDATE|DELETE|MERGE|CREATE|ALTER|TRUNCATE"
            + "|DROP|LOCK|BEGIN|DECLARE|CALL|GRANT|REVOKE|COMMENT|WITH|SET|SAVEPOINT|EXPLAIN|RENAME|PURGE) .*"
            + "|(?i:select .* from .*|insert into .+|update .+ set .*|delete from .+|merge into .*|lock table .*"
            + "|truncate table .*|(create|alter|drop) (table|session|index|sequence|view|trigger) .*)");
    private static final Pattern PIECE =
            Pattern.compile(".*(\"[A-Z_]+\"|\\b(SYSTIMESTAMP|SYSDATE|ROWNUM|SYS_CONTEXT)\\b|INTERVAL ').*");

    /** What {@code String.format} fills in. */
    private static final Pattern FORMATTED = Pattern.compile("%0?\\d*[sd]");

    private static final Pattern OF_POSTGRES = Pattern.compile("\\bpg_|::|\\bstatement_timeout\\b");

    /** Outside of the packages that read the source, these ask it too. */
    static final Set<String> ASKING_THE_SOURCE = Set.of(
            "io.sealane.prepare.Inventory",
            "io.sealane.prepare.MigrationStatus",
            "io.sealane.prepare.PolarTraits",
            "io.sealane.prepare.Preparation",
            "io.sealane.prepare.PreparationScript",
            "io.sealane.prepare.SourceReadiness",
            "io.sealane.prepare.StandbyTraits");

    /** All that there is in the classes beneath the folder, but for what the source is asked. */
    static List<SqlText> in(Path classes) {
        return CompiledTexts.in(classes).stream()
                .filter(found -> !found.className().startsWith("io.sealane.source."))
                .flatMap(found -> found.texts().stream().map(text -> new SqlText(found.className(), spaced(text))))
                .filter(found ->
                        found.isStatement() || PIECE.matcher(found.text()).matches())
                .filter(found -> !found.isForTheSource())
                .toList();
    }

    static String spaced(String sql) {
        return sql.replaceAll("\\s+", " ").strip();
    }

    private boolean isStatement() {
        return STATEMENT.matcher(text).matches();
    }

    private boolean isForTheSource() {
        return ASKING_THE_SOURCE.contains(className)
                && OF_POSTGRES.matcher(text).find();
    }

    /** Whether this text could have become that statement, or a part of it. */
    boolean isIn(String sent) {
        Matcher matcher = Pattern.compile(pattern()).matcher(sent);
        return isStatement() && !text.endsWith(" FROM") ? matcher.matches() : matcher.find();
    }

    private String pattern() {
        String holes = FORMATTED.matcher(text).replaceAll(String.valueOf(CompiledTexts.UNKNOWN));
        StringBuilder pattern = new StringBuilder();
        for (String known : holes.split("(?<=\1)|(?=\1)", -1)) {
            pattern.append(known.equals("\1") ? ".+" : Pattern.quote(known));
        }
        return pattern.toString();
    }

    @Override
    public String toString() {
        return className + ": " + text.replace(CompiledTexts.UNKNOWN, '…');
    }
}
