package io.sealane.cli;

import io.sealane.config.MigrationConfig;
import io.sealane.model.Amounts;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.MigrationStatus;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows how far a migration is, as both databases tell it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealane status --config shop.yaml",
            "  sealane status --config shop.yaml --json",
            "",
            "Ends with exit code 1 when somebody should act: the slot is gone, or the WAL that it holds back nears a",
            "limit. Run it from cron: while no job runs, nobody else watches the source's disk."
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Options options;

    @Override
    public Integer call() {
        MigrationConfig config = options.config();
        try (Endpoints endpoints = Endpoints.open(config)) {
            MigrationStatus status = MigrationStatus.read(endpoints)
                    .orElseThrow(() -> new MigrationException(
                            Kind.CONFIG,
                            "CFG-303",
                            "Cannot show migration " + config.job().name()
                                    + ": the target knows none of this name. Check job.name and target.control-schema,"
                                    + " or begin it with `sealane run`."));
            options.print(status, () -> text(status));
            status.warnings().forEach(warning -> options.note("warning: " + warning));
            return status.warnings().isEmpty() ? 0 : 1;
        }
    }

    private static String text(MigrationStatus status) {
        StringBuilder text = new StringBuilder();
        text.append(status.migration())
                .append(": ")
                .append(status.state().toLowerCase(Locale.ROOT))
                .append(status.running() ? ", writers are at work" : ", no writer is at work")
                .append('\n');
        line(
                text,
                "applied",
                status.applied() + " of " + status.sourcePosition() + ", " + bytes(status.applyLagBytes()) + " behind");
        line(text, "lanes", status.movedLanes() + " of " + status.lanes() + " have changes applied");
        if (status.consistencyPoint() == null) {
            line(text, "consistency", "the copy has not ended; target rows may be older or torn");
        } else {
            line(
                    text,
                    "consistency",
                    status.consistent()
                            ? "point " + status.consistencyPoint() + " passed"
                            : "point " + status.consistencyPoint() + " not yet passed; rows may be older or torn");
        }
        if (status.walStatus() == null) {
            line(text, "slot", "gone");
        } else {
            String seconds = status.slotLagSeconds() == null
                    ? "nobody reads it"
                    : String.format(Locale.ROOT, "%.1f s behind", status.slotLagSeconds());
            line(
                    text,
                    "slot",
                    bytes(status.slotLagBytes()) + " unacknowledged, " + seconds + ", holds back "
                            + bytes(status.retainedBytes()) + " of WAL (" + status.walStatus() + "), "
                            + (status.walBytesUntilLimit() == null
                                    ? "no limit"
                                    : bytes(status.walBytesUntilLimit()) + " left until its limit"));
        }
        line(text, "checkpoint", status.checkpoint() + ", generation " + status.generation());
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-12s %s%n", name, value));
    }

    private static String bytes(@Nullable Long bytes) {
        return bytes == null ? "unknown" : Amounts.bytes(bytes);
    }
}
