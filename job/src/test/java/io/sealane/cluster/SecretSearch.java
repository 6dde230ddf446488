package io.sealane.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks for the site's passwords where anyone who may look at a cluster can look. */
final class SecretSearch {
    private static final List<String> SECRETS = List.of(ClusterSite.SOURCE_SECRET, ClusterSite.TARGET_SECRET);

    private SecretSearch() {}

    /** The paths of REST whose answers hold a password; every one that is about a job, a jar, a process or its logs. */
    static List<String> inAnswers(FlinkRest rest, String job) {
        List<String> found = new ArrayList<>();
        for (String path : paths(rest, job)) {
            FlinkRest.Answer answer = rest.getRaw(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            if (SECRETS.stream().anyMatch(answer.body()::contains)) {
                found.add(path);
            }
        }
        return found;
    }

    /** The files under a directory that hold a password. */
    static List<Path> inFiles(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        List<Path> all = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                all.add(file);
                if (holdsSecret(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                if (fault instanceof NoSuchFileException) { // gone meanwhile
                    return FileVisitResult.CONTINUE;
                }
                throw fault;
            }
        });
        assertThat(all).as("files in " + directory).isNotEmpty();
        return found;
    }

    private static boolean holdsSecret(Path file) throws IOException {
        try {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            return SECRETS.stream().anyMatch(content::contains);
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        }
    }

    private static List<String> paths(FlinkRest rest, String job) {
        List<String> paths = new ArrayList<>(
                List.of("/config", "/overview", "/jars", "/jobs", "/jobs/overview", "/jobs/metrics", "/datasets"));
        for (String about : List.of("config", "environment", "logs", "log", "stdout", "metrics", "thread-dump")) {
            paths.add("/jobmanager/" + about);
        }
        names(rest.get("/jobmanager/logs")).forEach(name -> paths.add("/jobmanager/logs/" + name));
        String ofJob = "/jobs/" + job;
        paths.add(ofJob);
        for (String about : List.of(
                "config",
                "plan",
                "exceptions",
                "accumulators",
                "checkpoints",
                "checkpoints/config",
                "metrics",
                "execution-result",
                "jobmanager/config",
                "jobmanager/environment")) {
            paths.add(ofJob + "/" + about);
        }
        for (JsonNode vertex : rest.get(ofJob).get("vertices")) {
            String ofVertex = ofJob + "/vertices/" + vertex.get("id").asText();
            paths.add(ofVertex);
            for (String about : List.of(
                    "accumulators",
                    "backpressure",
                    "metrics",
                    "subtasks/accumulators",
                    "subtasks/metrics",
                    "subtasks/0",
                    "subtasks/0/attempts/0",
                    "subtasks/0/metrics",
                    "subtasktimes",
                    "taskmanagers",
                    "watermarks",
                    "jm-operator-metrics")) {
                paths.add(ofVertex + "/" + about);
            }
        }
        paths.add("/taskmanagers");
        for (String taskManager : rest.taskManagers()) {
            String ofProcess = "/taskmanagers/" + taskManager;
            paths.add(ofProcess);
            for (String about : List.of("logs", "log", "stdout", "metrics", "thread-dump")) {
                paths.add(ofProcess + "/" + about);
            }
            names(rest.get(ofProcess + "/logs")).forEach(name -> paths.add(ofProcess + "/logs/" + name));
        }
        return paths;
    }

    private static List<String> names(JsonNode logs) {
        return logs.findValuesAsText("name");
    }
}
