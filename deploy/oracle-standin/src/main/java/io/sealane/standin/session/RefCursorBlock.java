package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlStatement;
import io.sealane.standin.value.WireType;
import io.sealane.standin.wire.WireWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one shape of PL/SQL that the stand-in knows: variables set from binds, a cursor opened over a query that uses them,
 * and the cursor handed out. The driver's DatabaseMetaData.getColumns sends it:
 *
 * <pre>
 *   declare in_owner varchar2(128) := null; … begin in_owner := :1; … open c for select … ; :4 := c; end;
 * </pre>
 */
final class RefCursorBlock {
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)\\s*:=\\s*:(\\w+)\\s*;");
    private static final Pattern CURSOR = Pattern.compile(
            "\\bopen\\s+(\\w+)\\s+for\\s+(.*?);\\s*:(\\w+)\\s*:=\\s*\\1\\s*;",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern BIND = Pattern.compile(":(\\w+)");
    private static final int OUT = 16;
    private static final int IN = 32;
    private static final int IO_VECTOR = 0x0b;
    private static final int ROW = 7;

    private final SqlStatement query;
    /** For each bind of the query, the position (from 0) of the block's bind that it takes. */
    private final List<Integer> sources;

    private final int bindCount;
    private final int cursorBind;

    private RefCursorBlock(SqlStatement query, List<Integer> sources, int bindCount, int cursorBind) {
        this.query = query;
        this.sources = sources;
        this.bindCount = bindCount;
        this.cursorBind = cursorBind;
    }

    static RefCursorBlock parse(SqlStatement block) throws OracleException {
        Matcher cursor = CURSOR.matcher(block.text());
        if (!cursor.find()) {
            throw OracleException.unimplemented("PL/SQL other than a block that opens one cursor");
        }
        List<String> binds = names(block.text());
        String select = cursor.group(2);
        Map<String, Integer> sources = new HashMap<>();
        Matcher assignment = ASSIGNMENT.matcher(block.text().substring(0, cursor.start()));
        while (assignment.find()) {
            String variable = assignment.group(1);
            select = Pattern.compile("\\b" + variable + "\\b", Pattern.CASE_INSENSITIVE)
                    .matcher(select)
                    .replaceAll(":" + variable);
            sources.put(variable, binds.indexOf(assignment.group(2)));
        }
        List<Integer> used = names(select).stream().map(sources::get).toList();
        return new RefCursorBlock(SqlStatement.parse(select), used, binds.size(), binds.indexOf(cursor.group(3)));
    }

    /** The bind variables in the order in which they first appear, which is how {@link SqlStatement} numbers them. */
    private static List<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher bind = BIND.matcher(text);
        while (bind.find()) {
            names.add(bind.group(1));
        }
        return new ArrayList<>(names);
    }

    SqlStatement query() {
        return query;
    }

    List<BindDescription> queryBinds(List<BindDescription> binds) {
        List<BindDescription> chosen = new ArrayList<>();
        for (int source : sources) {
            chosen.add(new BindDescription(WireType.VARCHAR2, binds.get(source).maxBytes(), false, false));
        }
        return chosen;
    }

    @Nullable
    Object[] queryRow(@Nullable Object[] row) {
        return sources.stream().map(source -> row[source]).toArray();
    }

    void answer(WireWriter out, Cursor opened, RowSender rowSender) throws OracleException {
        out.u1(IO_VECTOR).zeros(1).integer(bindCount).zeros(1).integer(1).zeros(3);
        for (int i = 0; i < bindCount; i++) {
            out.u1(i == cursorBind ? OUT : IN);
        }
        out.u1(ROW).u1(1);
        rowSender.describeColumns(opened);
        out.integer(opened.number()).zeros(1);
    }
}
