package io.sealane.cli;

import io.sealane.MigrationJob;
import io.sealane.cli.Preflight.Preparing;
import io.sealane.cli.Preflight.Ready;
import io.sealane.config.MigrationConfig;
import io.sealane.mapping.MigrationPlan;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.Problems;
import io.sealane.plan.SourceRowFetcher;
import io.sealane.prepare.Cleanup;
import io.sealane.prepare.Endpoints;
import io.sealane.prepare.Prepared;
import io.sealane.sink.OracleSink;
import io.sealane.sink.TargetFenceReader;
import io.sealane.source.MigrationSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.flink.client.program.ProgramAbortException;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.client.JobInitializationException;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs the migration: under `flink run` on that cluster, otherwise in this process.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealane run --config shop.yaml                        in this process",
            "  sealane run --config shop.yaml --from latest          go on after a stop",
            "  flink run sealane.jar run --config shop.yaml          on a cluster",
            "  flink run -s PATH sealane.jar run --config shop.yaml  go on there"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Options options;

    @Option(names = "--local", description = "Run in this process even under `flink run`.")
    private boolean local;

    @Option(names = "--no-prepare", description = "Refuse a migration that `sealane prepare` has not prepared.")
    private boolean noPrepare;

    @Option(
            names = "--from",
            paramLabel = "latest|PATH",
            description = "Continue in this process from the latest checkpoint of this migration, or from the one"
                    + " at PATH.")
    private @Nullable String from;

    /** @param webUi null on a cluster */
    record Started(String migration, String jobId, @Nullable String webUi, List<String> warnings) {}

    @Override
    public Integer call() throws Exception {
        MigrationConfig config = options.config();
        JobSettings settings = new JobSettings(config);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        LocalFlink here = null;
        if (local || env instanceof LocalStreamEnvironment) {
            here = LocalFlink.create("latest".equals(from) ? Checkpoints.latest(settings.directory()) : from);
            env = here.environment();
        }
        Problems problems = new Problems();
        if (here == null && from != null) {
            problems.add(
                    Kind.CONFIG,
                    "CFG-309",
                    "Cannot continue from " + from + ": --from is for a run in this process. Use flink run -s PATH.");
        }
        settings.check(env.getConfiguration(), problems);
        problems.throwIfAny("Cannot run migration " + config.job().name());
        settings.applyTo(env);
        JobClient client = begin(config, env, here);
        if (here != null || env.getConfiguration().get(DeploymentOptions.ATTACHED)) {
            options.note("Migration " + config.job().name()
                    + (isCancelled(client) ? " was cancelled. Go on with --from latest." : " has ended."));
        }
        return 0;
    }

    private JobClient begin(MigrationConfig config, StreamExecutionEnvironment env, @Nullable LocalFlink here)
            throws Exception {
        try (Endpoints endpoints = Endpoints.open(config)) {
            Ready ready = new Preflight(endpoints)
                    .ready(noPrepare ? Preparing.FORBIDDEN : Preparing.ALLOWED, isFreshStart(env.getConfiguration()));
            ready.warnings().forEach(warning -> options.note("warning: " + warning));
            boolean asked = false;
            JobClient client;
            try {
                job(config, ready.plan(), env.getConfiguration()).attachTo(env);
                asked = true;
                client = env.executeAsync(config.job().name());
            } catch (ProgramAbortException planOnly) {
                // Flink only wanted to see the plan, as its web UI does, and ends the program in this way.
                ready.prepared().undo();
                throw planOnly;
            } catch (Exception e) {
                if (asked && here == null && !isRefusal(e)) {
                    throw undecided(config.job().name(), e);
                }
                takeBack(endpoints, ready.prepared());
                throw refused(e);
            }
            Started started = new Started(
                    config.job().name(),
                    client.getJobID().toString(),
                    here == null ? null : here.webUi(),
                    ready.warnings());
            options.print(started, () -> text(started));
            return client;
        }
    }

    /** Whether a cluster says that the job ended before it began. Anything else may be a lost answer to a job it has. */
    private static boolean isRefusal(Exception e) {
        return ExceptionUtils.findThrowable(e, JobInitializationException.class).isPresent();
    }

    private void takeBack(Endpoints endpoints, Prepared prepared) {
        try {
            List<String> left = new Cleanup(endpoints).takeBack(prepared);
            left.forEach(thing -> options.note("warning: could not be removed again: " + thing));
        } catch (MigrationException inUse) {
            options.note("warning: what was prepared stays: " + inUse.getMessage());
        }
    }

    private static MigrationException undecided(String migration, Exception e) {
        return new MigrationException(
                Kind.CONFIG,
                "CFG-310",
                "Cannot tell whether Flink has taken the job of migration " + migration + ": " + root(e)
                        + ". So everything stays prepared. Look with `flink list`: if the job is there, it goes on; if not,"
                        + " correct what is said here and run it again, it finds everything prepared.",
                e);
    }

    private static MigrationException refused(Exception e) {
        MigrationException fault = FaultReport.explain(e);
        if (fault.kind() != Kind.BUG) {
            return fault;
        }
        return new MigrationException(
                Kind.CONFIG,
                "CFG-308",
                "Cannot start the job: Flink refused it (" + root(e)
                        + "). Correct job.checkpoint.directory or Flink's configuration and run it again.",
                e);
    }

    private static String root(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private static MigrationJob job(MigrationConfig config, MigrationPlan plan, ReadableConfig settings) {
        return new MigrationJob(
                plan,
                MigrationSource.create(
                        config.source(),
                        plan,
                        config.job().mode(),
                        new TargetFenceReader(config.target(), plan.migration()),
                        settings),
                new OracleSink(config.target(), plan, new SourceRowFetcher.Factory(config.source())));
    }

    /**
     * Whether no checkpoint is restored. In application mode with high availability, where Flink gives the job its id, a
     * restarted JobManager calls us again for a job that it then recovers, so there only the writers can tell.
     */
    private static boolean isFreshStart(ReadableConfig settings) {
        boolean mayBeRecovered = !settings.get(HighAvailabilityOptions.HA_MODE).equalsIgnoreCase("NONE")
                && settings.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID)
                        .isPresent();
        return settings.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isEmpty() && !mayBeRecovered;
    }

    /** Waits for the job's end; one that was cancelled has not failed. */
    private static boolean isCancelled(JobClient client) throws Exception {
        try {
            client.getJobExecutionResult().get();
            return false;
        } catch (ExecutionException e) {
            if (ExceptionUtils.findThrowable(e, JobCancellationException.class).isPresent()) {
                return true;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static String text(Started started) {
        return "Migration " + started.migration() + " runs as job " + started.jobId()
                + (started.webUi() == null ? "." : ". Web UI: " + started.webUi());
    }
}
