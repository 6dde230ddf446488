package io.sealane.cli;

import io.sealane.config.MigrationConfig;
import io.sealane.model.Amounts;
import io.sealane.prepare.Cleanup;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.Leftover;
import io.sealane.prepare.Leftover.Standing;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Removes the slot, the publication and the control rows of a migration; migrated rows stay.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealane cleanup --config shop.yaml                     show what would be removed, and what others left",
            "  sealane cleanup --config shop.yaml --yes               remove this migration's",
            "  sealane cleanup --config shop.yaml --orphans --yes     remove what others left",
            "",
            "Ends with exit code 1 when there is something to remove and --yes is missing."
        })
final class CleanupCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Options options;

    @Option(names = "--yes", description = "Remove it. The migration can only begin anew afterwards.")
    private boolean yes;

    @Option(
            names = "--orphans",
            description =
                    "In place of this migration's: what others of this source and target have left behind and cannot"
                            + " use any more.")
    private boolean orphans;

    /**
     * @param removed whether it was removed; else it would be with {@code --yes}
     * @param others what was not asked for
     */
    record Result(String migration, boolean removed, List<Leftover> leftovers, List<Leftover> others) {}

    @Override
    public Integer call() {
        MigrationConfig config = options.config();
        Standing asked = orphans ? Standing.ORPHAN : Standing.OWN;
        try (Endpoints endpoints = Endpoints.open(config)) {
            Cleanup cleanup = new Cleanup(endpoints);
            var found = cleanup.find().stream().collect(Collectors.partitioningBy(each -> each.standing() == asked));
            List<Leftover> wanted = found.getOrDefault(true, List.of());
            List<Leftover> others = found.getOrDefault(false, List.of());
            if (yes) {
                cleanup.remove(wanted);
            }
            Result result = new Result(config.job().name(), yes && !wanted.isEmpty(), wanted, others);
            options.print(result, () -> text(result));
            if (yes || wanted.isEmpty()) {
                return 0;
            }
            options.note("Nothing was removed. Give --yes to remove it"
                    + (orphans ? "." : "; the migration can only begin anew afterwards."));
            return 1;
        }
    }

    private String text(Result result) {
        StringBuilder text = new StringBuilder();
        String whose = orphans ? "of other migrations" : "for migration " + result.migration();
        if (result.leftovers().isEmpty()) {
            text.append("Nothing to remove ").append(whose).append('.');
        } else {
            text.append(result.removed() ? "Removed " : "There is to remove ")
                    .append(whose)
                    .append(':');
            result.leftovers().forEach(leftover -> line(text, leftover));
        }
        for (Standing standing : List.of(Standing.OWN, Standing.ORPHAN, Standing.KEPT)) {
            List<Leftover> others = result.others().stream()
                    .filter(each -> each.standing() == standing)
                    .toList();
            if (!others.isEmpty()) {
                text.append(System.lineSeparator()).append(heading(standing));
                others.forEach(leftover -> line(text, leftover));
            }
        }
        return text.toString();
    }

    private static String heading(Standing standing) {
        return switch (standing) {
            case OWN -> "This migration's, not removed with --orphans:";
            case ORPHAN -> "Left behind by other migrations, removed with --orphans --yes:";
            case KEPT -> "Not ours to remove:";
        };
    }

    private static void line(StringBuilder text, Leftover leftover) {
        text.append(System.lineSeparator()).append("  ").append(leftover.title());
        if (leftover.retainedBytes() != null) {
            text.append(", holds back ")
                    .append(Amounts.bytes(leftover.retainedBytes()))
                    .append(" of WAL");
        }
        if (!leftover.note().isEmpty()) {
            text.append(" (").append(leftover.note()).append(')');
        }
    }
}
