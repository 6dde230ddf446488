package io.sealane.matrix;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * A PostgreSQL type with the Oracle columns that it may go into.
 *
 * @param name of its tables
 * @param type as it is declared
 * @param comparison how PostgreSQL compares what came back with what was sent
 * @param columns Oracle types, as they are declared
 * @param values SQL expressions
 * @param random makes further ones
 */
record Family(
        String name,
        String type,
        Comparison comparison,
        List<String> columns,
        List<String> values,
        Function<Random, String> random) {

    enum Comparison {
        /** The same text: the strictest. */
        TEXT,
        /** Equal by the type's own operator, where Oracle has one form for several texts: {@code 1.0} and {@code 1.00}. */
        EQUAL
    }

    /** One whose texts are compared. */
    static Family byText(
            String name, String type, List<String> columns, List<String> values, Function<Random, String> random) {
        return new Family(name, type, Comparison.TEXT, columns, values, random);
    }
}
