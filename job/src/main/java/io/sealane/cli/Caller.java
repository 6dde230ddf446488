package io.sealane.cli;

import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.client.program.PackagedProgram;

/** Who has called {@code main}, and so whether this process is ours to end. */
final class Caller {
    private static final String FLINK_PROGRAM = PackagedProgram.class.getName();
    private static final String FLINK_CLIENT = CliFrontend.class.getName();

    private Caller() {}

    /**
     * Whether a JobManager runs us: for a jar submitted over REST or in the web UI, or in application mode. Ending that
     * process would end every job of its cluster. {@code flink run} calls us in the same way, but in its own process.
     */
    static boolean isFlinksCluster() {
        return StackWalker.getInstance().walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                .filter(name -> name.equals(FLINK_PROGRAM) || name.equals(FLINK_CLIENT))
                .reduce((inner, outer) -> outer)
                .filter(FLINK_PROGRAM::equals)
                .isPresent());
    }
}
