package io.sealane.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A JobManager's REST interface, as far as tests need it. Threads may share it.
 *
 * @param url without a path: {@code http://localhost:8081}
 */
public record FlinkRest(String url) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration OPERATION_LIMIT = Duration.ofSeconds(60);

    /** The whole answer to one request, whatever its status. */
    public record Answer(int status, String body) {}

    /** A request that was not answered with success; the message is Flink's. */
    public static final class RestException extends RuntimeException {
        private final int status;

        RestException(int status, String message) {
            super(message);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** One job of the cluster; {@code tasksRunning} of {@code tasks} are at work. */
    public record Job(String id, String name, JobStatus state, int tasksRunning, int tasks) {
        public boolean allTasksRun() {
            return state == JobStatus.RUNNING && tasksRunning == tasks;
        }
    }

    /** One checkpoint that is complete. */
    public record Checkpoint(long id, String path, boolean savepoint) {}

    /** What {@link #run} starts. Null leaves a setting to the program. */
    public record Run(
            List<String> arguments,
            @Nullable Integer parallelism,
            @Nullable String savepoint) {
        public static Run of(String... arguments) {
            return new Run(List.of(arguments), null, null);
        }

        public Run withParallelism(int value) {
            return new Run(arguments, value, savepoint);
        }

        /** @param path of a savepoint or a checkpoint */
        public Run from(String path) {
            return new Run(arguments, parallelism, path);
        }
    }

    /** Brings a jar to the JobManager and gives its id there. */
    public String upload(Path jar) {
        String boundary = "sealane-" + System.nanoTime();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        try {
            BodyPublisher body = BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofByteArray(Files.readAllBytes(jar)),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
            JsonNode answer = success(send(request("/jars/upload")
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .POST(body)));
            String file = answer.get("filename").asText();
            return file.substring(file.lastIndexOf('/') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the program of an uploaded jar inside the JobManager; gives the id of the job that it submitted. */
    public String run(String jarId, Run run) {
        return post("/jars/" + jarId + "/run", body(run)).get("jobid").asText();
    }

    /** What the web UI shows of an uploaded jar before it is run. */
    public JsonNode plan(String jarId, Run run) {
        return post("/jars/" + jarId + "/plan", body(run));
    }

    private static JsonNode body(Run run) {
        var body = JSON.createObjectNode();
        run.arguments().forEach(body.putArray("programArgsList")::add);
        if (run.parallelism() != null) {
            body.put("parallelism", run.parallelism());
        }
        if (run.savepoint() != null) {
            body.put("savepointPath", run.savepoint());
        }
        return body;
    }

    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job : get("/jobs/overview").get("jobs")) {
            jobs.add(new Job(
                    job.get("jid").asText(),
                    job.get("name").asText(),
                    JobStatus.valueOf(job.get("state").asText()),
                    job.at("/tasks/running").asInt(),
                    job.at("/tasks/total").asInt()));
        }
        return jobs;
    }

    /** The job, or empty if this JobManager does not know it (yet, or any more). */
    public Optional<Job> job(String id) {
        return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    public JobStatus status(String id) {
        return job(id).map(Job::state).orElseThrow(() -> new IllegalStateException("No job " + id));
    }

    /** Waits until every task of the job is at work. */
    public void awaitRunning(String id) {
        await().atMost(OPERATION_LIMIT).ignoreExceptions().until(() -> job(id).filter(Job::allTasksRun)
                .isPresent());
    }

    /** Takes a savepoint, stops the job behind it, and gives the savepoint's path. */
    public String stopWithSavepoint(String id, Path directory) {
        var request = JSON.createObjectNode();
        request.put("targetDirectory", directory.toUri().toString()).put("drain", false);
        return awaitSavepoint(id, post("/jobs/" + id + "/stop", request));
    }

    /** Takes a savepoint while the job goes on, and gives the savepoint's path. */
    public String savepoint(String id, Path directory) {
        var request = JSON.createObjectNode();
        request.put("target-directory", directory.toUri().toString()).put("cancel-job", false);
        return awaitSavepoint(id, post("/jobs/" + id + "/savepoints", request));
    }

    private String awaitSavepoint(String id, JsonNode trigger) {
        String path = "/jobs/" + id + "/savepoints/" + trigger.get("request-id").asText();
        JsonNode done = await().atMost(OPERATION_LIMIT).until(() -> get(path), answer -> answer.at("/status/id")
                .asText()
                .equals("COMPLETED"));
        JsonNode fault = done.at("/operation/failure-cause");
        if (!fault.isMissingNode()) {
            throw new RestException(200, fault.toString());
        }
        return done.at("/operation/location").asText();
    }

    /** Cancels the job and waits until it has ended. */
    public void cancel(String id) {
        success(send(request("/jobs/" + id).method("PATCH", BodyPublishers.noBody())));
        await().atMost(OPERATION_LIMIT).until(() -> status(id).isGloballyTerminalState());
    }

    /** The newest complete checkpoint of the job itself, savepoints left out. */
    public Optional<Checkpoint> latestCheckpoint(String id) {
        JsonNode latest = get("/jobs/" + id + "/checkpoints").at("/latest/completed");
        return latest.isMissingNode() || latest.isNull()
                ? Optional.empty()
                : Optional.of(new Checkpoint(
                        latest.get("id").asLong(),
                        latest.get("external_path").asText(),
                        latest.get("is_savepoint").asBoolean()));
    }

    public long completedCheckpoints(String id) {
        return get("/jobs/" + id + "/checkpoints").at("/counts/completed").asLong();
    }

    /** How often the job began again after a fault. */
    public long restarts(String id) {
        return jobMetric(id, "numRestarts").orElse(0L);
    }

    /** The faults of the job, newest first, each with its whole trace. */
    public List<String> exceptions(String id) {
        JsonNode entries = get("/jobs/" + id + "/exceptions?maxExceptions=100").at("/exceptionHistory/entries");
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.get("stacktrace").asText())
                .toList();
    }

    /** A metric of the job itself, as the JobManager has it. */
    public Optional<Long> jobMetric(String id, String metric) {
        for (JsonNode found : get("/jobs/" + id + "/metrics?get=" + encode(metric))) {
            return Optional.of((long) found.get("value").asDouble());
        }
        return Optional.empty();
    }

    /**
     * The sum of a metric over all operators and subtasks that are at work now, by its last name: {@code rowsWritten}.
     * Values are up to a second old. What a dead process had counted is not in it: see {@link CounterFiles}.
     */
    public double sum(String id, String metric) {
        double sum = 0;
        for (JsonNode vertex : get("/jobs/" + id).get("vertices")) {
            String path = "/jobs/" + id + "/vertices/" + vertex.get("id").asText() + "/subtasks/metrics";
            List<String> names = new ArrayList<>();
            for (JsonNode known : get(path)) {
                String name = known.get("id").asText();
                if (name.equals(metric) || name.endsWith("." + metric)) {
                    names.add(name);
                }
            }
            for (String name : names) {
                for (JsonNode value : get(path + "?agg=sum&get=" + encode(name))) {
                    sum += value.get("sum").asDouble();
                }
            }
        }
        return sum;
    }

    /** Ids of the TaskManagers that are registered; each begins with its process's name. */
    public List<String> taskManagers() {
        return StreamSupport.stream(get("/taskmanagers").get("taskmanagers").spliterator(), false)
                .map(taskManager -> taskManager.get("id").asText())
                .toList();
    }

    /** A GET of any path that is answered with JSON. */
    public JsonNode get(String path) {
        return success(getRaw(path));
    }

    /** A GET of any path, whatever it answers. */
    public Answer getRaw(String path) {
        return send(request(path).GET());
    }

    private JsonNode post(String path, JsonNode body) {
        return success(send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_LIMIT);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking Flink", e);
        }
    }

    private static JsonNode success(Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            if (answer.status() >= 300) {
                List<String> errors = new ArrayList<>();
                body.path("errors").forEach(error -> errors.add(error.asText()));
                throw new RestException(answer.status(), String.join("\n", errors));
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + answer, e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
