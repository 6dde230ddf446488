package io.sealane.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** job/docs/commands.txt is what the commands themselves say. */
class HelpTest {
    private static final Path PAGE = Path.of("docs/commands.txt");

    @Test
    void thePageOfCommandsIsTheirHelp() throws Exception {
        StringBuilder help = new StringBuilder();
        for (String command : List.of("", "prepare", "run", "status", "resnapshot", "cleanup")) {
            help.append(TestSite.command(command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"})
                            .out())
                    .append('\n');
        }
        // Not compared in place: the failure leaves the new page beside the old one.
        Path made = Files.writeString(Path.of("target/commands.txt"), help);

        assertThat(help)
                .as("cp job/%s job/%s, if the change is meant", made, PAGE)
                .hasToString(Files.readString(PAGE));
    }
}
