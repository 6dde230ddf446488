package io.sealane.standin.sql;

import io.sealane.standin.sql.BindUse.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of each bind of a statement, as far as its text says so plainly: {@code INSERT (c) VALUES (?)},
 * {@code SET c = ?}, {@code c = ?} and {@code c IN (?, ?)}. Oracle has rules for values by the column they meet.
 */
final class BindPlaces {
    /** @param column empty where the bind meets none */
    record Place(Kind kind, String column) {
        static final Place UNKNOWN = new Place(Kind.UNKNOWN, "");
    }

    private final List<Token> tokens;

    private BindPlaces(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The place of each bind token, in the order of the text. */
    static List<Place> of(List<Token> tokens) {
        return new BindPlaces(tokens).read();
    }

    private List<Place> read() {
        List<Place> places = new ArrayList<>();
        List<String> inserted = insertedColumns();
        int values = values();
        boolean setting = false;
        int depth = 0;
        int element = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() == Token.Kind.WORD && token.text().length() >= 2) {
                setting = token.is("SET") || setting && !endsAssignments(token);
            } else if (token.kind() == Token.Kind.SYMBOL && values >= 0 && i > values) {
                depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
                element += depth == 1 && token.is(",") ? 1 : 0;
            } else if (token.kind() == Token.Kind.BIND) {
                boolean direct = depth == 1 && standsAlone(i) && element < inserted.size();
                places.add(direct ? new Place(Kind.STORED, inserted.get(element)) : place(i, setting));
            }
        }
        return places;
    }

    private static boolean endsAssignments(Token token) {
        return token.is("WHERE") || token.is("WHEN") || token.is("SELECT") || token.is("ON");
    }

    private boolean is(int index, String word) {
        return SqlStatement.isAt(tokens, index, word);
    }

    /** The columns that an INSERT names; none where it has no VALUES. */
    private List<String> insertedColumns() {
        List<String> columns = new ArrayList<>();
        int values = values();
        if (values < 0 || !is(values - 1, ")")) {
            return columns;
        }
        for (int i = values - 2; i >= 0 && !is(i, "("); i--) {
            if (tokens.get(i).isName()) {
                columns.add(0, tokens.get(i).name());
            }
        }
        return columns;
    }

    private int values() {
        for (int i = 0; is(0, "INSERT") && i < tokens.size(); i++) {
            if (is(i, "VALUES")) {
                return i;
            }
        }
        return -1;
    }

    private boolean standsAlone(int bind) {
        return (is(bind - 1, "(") || is(bind - 1, ",")) && (is(bind + 1, ")") || is(bind + 1, ","));
    }

    private Place place(int bind, boolean setting) {
        if (is(bind - 1, "=")) {
            return column(bind - 2)
                    .map(name -> new Place(setting ? Kind.STORED : Kind.COMPARED, name))
                    .orElse(Place.UNKNOWN);
        }
        int open = bind - 1;
        while (open >= 0 && (is(open, ",") || tokens.get(open).kind() == Token.Kind.BIND)) {
            open--;
        }
        if (!is(open, "(") || open == 0) {
            return Place.UNKNOWN;
        }
        if (is(open - 1, "IN")) {
            int before = is(open - 2, "NOT") ? open - 3 : open - 2;
            return column(before).map(name -> new Place(Kind.COMPARED, name)).orElse(Place.UNKNOWN);
        }
        boolean function = tokens.get(open - 1).isName() && !is(open - 1, "VALUES");
        return function ? new Place(Kind.ARGUMENT, "") : Place.UNKNOWN;
    }

    private Optional<String> column(int index) {
        boolean name = index >= 0 && tokens.get(index).isName();
        return name ? Optional.of(tokens.get(index).name()) : Optional.empty();
    }
}
