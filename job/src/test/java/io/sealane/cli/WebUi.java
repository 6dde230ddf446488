package io.sealane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Flink's web UI shows of a job, read as it reads it. */
record WebUi(URI address, HttpClient client) {
    /** More would not fit into the first line of a request. */
    private static final int NAMES_AT_ONCE = 40;

    private static final ObjectMapper JSON = new ObjectMapper();

    WebUi(URI address) {
        this(address, HttpClient.newHttpClient());
    }

    /** The "Root exception" of the page "Exceptions"; empty while there is none. */
    String rootException(String job) throws Exception {
        return get("/jobs/" + job + "/exceptions").path("root-exception").asText("");
    }

    /** The page's history, the youngest first; each as its stack trace. */
    List<String> exceptions(String job) throws Exception {
        List<String> exceptions = new ArrayList<>();
        get("/jobs/" + job + "/exceptions")
                .path("exceptionHistory")
                .path("entries")
                .forEach(entry -> exceptions.add(entry.path("stacktrace").asText()));
        return exceptions;
    }

    String state(String job) throws Exception {
        return get("/jobs/" + job).path("state").asText();
    }

    /** Name and value of everything that the tab "Metrics" offers for the first subtasks. */
    Map<String, String> metrics(String job) throws Exception {
        Map<String, String> metrics = new TreeMap<>();
        for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
            String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/subtasks/0/metrics";
            List<String> names = new ArrayList<>();
            get(path).forEach(metric -> names.add(metric.path("id").asText()));
            for (int from = 0; from < names.size(); from += NAMES_AT_ONCE) {
                List<String> some = names.subList(from, Math.min(names.size(), from + NAMES_AT_ONCE));
                get(path + "?get=" + String.join(",", some))
                        .forEach(metric -> metrics.put(
                                metric.path("id").asText(), metric.path("value").asText()));
            }
        }
        return metrics;
    }

    /** Names of the metrics that the JobManager has of the first operator. */
    List<String> coordinatorMetrics(String job) throws Exception {
        String source = get("/jobs/" + job).path("vertices").path(0).path("id").asText();
        List<String> names = new ArrayList<>();
        get("/jobs/" + job + "/vertices/" + source + "/jm-operator-metrics")
                .forEach(metric -> names.add(metric.path("id").asText()));
        return names;
    }

    /** Records and bytes sent or received by one of the two boxes of the job's graph. */
    long ofVertex(String job, int vertex, String metric) throws Exception {
        return get("/jobs/" + job)
                .path("vertices")
                .path(vertex)
                .path("metrics")
                .path(metric)
                .asLong();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
