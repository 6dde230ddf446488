package io.sealane.testing;

import com.alibaba.druid.DbType;
import com.alibaba.druid.sql.ast.SQLStatement;
import com.alibaba.druid.sql.parser.SQLParserUtils;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.OracleStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.OracleStatementParser;

/**
 * What two grammars of Oracle's SQL that others have written say to a statement. ShardingSphere's is the strict one, but
 * lets a bracket be missing and takes any text for an alias; Druid's does neither, but has words of other databases. So a
 * statement must pass both. Binds stand as JDBC's question marks, which the first knows alone. Names are not looked up:
 * whether a column exists is not what a grammar can tell.
 */
public final class OracleGrammar {
    private OracleGrammar() {}

    /** Why the statement is none, in the words of each grammar that refuses it; empty if both accept it. */
    public static List<String> faults(String sql) {
        List<String> faults = new ArrayList<>();
        try {
            parseByShardingSphere(sql);
        } catch (RuntimeException e) {
            faults.add("ShardingSphere: " + e.getMessage());
        }
        try {
            parseByDruid(sql);
        } catch (RuntimeException e) {
            faults.add("Druid: " + e.getMessage());
        }
        return faults;
    }

    private static void parseByShardingSphere(String sql) {
        Strict strict = new Strict();
        OracleStatementLexer lexer = new OracleStatementLexer(CharStreams.fromString(sql));
        lexer.removeErrorListeners();
        lexer.addErrorListener(strict);
        OracleStatementParser parser = new OracleStatementParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(strict);
        parser.execute();
        Token next = parser.getCurrentToken();
        if (next.getType() != Token.EOF) {
            throw new IllegalArgumentException("the statement ends before " + next.getText());
        }
    }

    private static void parseByDruid(String sql) {
        List<SQLStatement> statements =
                SQLParserUtils.createSQLStatementParser(sql, DbType.oracle).parseStatementList();
        if (statements.size() != 1) {
            throw new IllegalArgumentException(statements.size() + " statements: " + statements);
        }
    }

    /** ANTLR would mend what it finds and go on. */
    private static final class Strict extends BaseErrorListener {
        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                Object offendingSymbol,
                int line,
                int column,
                String message,
                RecognitionException fault) {
            throw new IllegalArgumentException(line + ":" + column + " " + message);
        }
    }
}
