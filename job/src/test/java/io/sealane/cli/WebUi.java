package io.sealane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What Flink's web UI shows of a job, read as it reads it. */
record WebUi(URI address, HttpClient client) {
    private static final ObjectMapper JSON = new ObjectMapper();

    WebUi(URI address) {
        this(address, HttpClient.newHttpClient());
    }

    /** The "Root exception" of the page "Exceptions"; empty while there is none. */
    String rootException(String job) throws Exception {
        return get("/jobs/" + job + "/exceptions").path("root-exception").asText("");
    }

    String state(String job) throws Exception {
        return get("/jobs/" + job).path("state").asText();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
        return JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
