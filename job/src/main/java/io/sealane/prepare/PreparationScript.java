package io.sealane.prepare;

import io.sealane.config.MigrationConfig;
import io.sealane.config.TableConfig;
import io.sealane.fence.ControlTables;
import io.sealane.oracle.OracleName;
import io.sealane.source.postgres.Publication;
import java.util.ArrayList;
import java.util.List;

/** What {@code prepare} does, as SQL for those who must run or grant it by hand. Needs neither database. */
public record PreparationScript(MigrationConfig config) {
    /** Statements for the source, in order. */
    public List<String> source() {
        List<String> statements = new ArrayList<>();
        statements.add(Publication.createStatement(
                config.source().publication(),
                config.tables().stream().map(TableConfig::source).toList()));
        return statements;
    }

    /** Statements for the target, in order. */
    public List<String> target() {
        return ControlTables.ddl(new OracleName(config.target().controlSchema()));
    }

    public String text() {
        StringBuilder script = new StringBuilder();
        script.append("-- At the source, ").append(config.source().address()).append('\n');
        source().forEach(statement -> script.append(statement).append(";\n"));
        script.append("-- `sealane prepare` itself then runs, because the order and the LSN matter:\n")
                .append("--   SELECT lsn FROM pg_create_logical_replication_slot('")
                .append(config.source().slot())
                .append(config.source().failoverSlot() ? "', 'pgoutput', failover := true" : "', 'pgoutput'")
                .append(");\n\n")
                .append("-- At the target, ")
                .append(config.target().url())
                .append('\n');
        target().forEach(statement -> script.append(statement).append(";\n"));
        script.append("-- `sealane prepare` itself then registers the migration ")
                .append(config.job().name())
                .append(" there: one row in SEALANE_MIGRATION, ")
                .append(config.job().lanes().count())
                .append(" in SEALANE_FENCE.\n");
        return script.toString();
    }
}
