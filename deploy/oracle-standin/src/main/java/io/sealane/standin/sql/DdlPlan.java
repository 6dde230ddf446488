package io.sealane.standin.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a DDL statement becomes: statements for H2, then a change of the catalogue. */
record DdlPlan(List<String> statements, CatalogueChange change) {
    /** Runs after the statements, in a transaction of its own. */
    interface CatalogueChange {
        void apply(Catalogue catalogue, Connection connection) throws SQLException;
    }

    static DdlPlan of(String statement) {
        return new DdlPlan(List.of(statement), (catalogue, connection) -> {});
    }

    static DdlPlan nothing() {
        return new DdlPlan(List.of(), (catalogue, connection) -> {});
    }
}
