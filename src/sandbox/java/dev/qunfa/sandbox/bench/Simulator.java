package dev.qunfa.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Discard;
import dev.qunfa.sandbox.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks a part over HTTP: the simulated platform for its record, the service for its health and metrics. Any thread. */
final class Simulator {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int PAGE = 10_000;

    private final String base;

    Simulator(String base) {
        this.base = base;
    }

    boolean answersOk(String path) {
        try {
            HttpURLConnection connection = open("GET", path);
            boolean isOk = connection.getResponseCode() == 200;
            // Read, so that the next question goes over the same connection.
            try (InputStream answer = isOk ? connection.getInputStream() : connection.getErrorStream()) {
                if (answer != null) {
                    answer.transferTo(Discard.stream());
                }
            }
            return isOk;
        } catch (IOException e) {
            return false;
        }
    }

    void forgetPosts() {
        try {
            open("DELETE", "/admin/posts").getResponseCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String path) {
        try {
            return new String(open("GET", path).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the POSTs of a load: one for each message, those of a group in the order of their requests. */
    List<String> problems(Load load) {
        int[] posted = new int[load.messages()];
        Map<Integer, Integer> latest = new HashMap<>();
        int outOfOrder = 0;
        int notTaken = 0;
        long seen = 0;
        for (JsonNode page = posts(load, seen); !page.isEmpty(); page = posts(load, seen)) {
            for (JsonNode post : page) {
                seen = post.path("seq").asLong();
                int number = load.numberOf(post.path("msg_id").asText().getBytes(StandardCharsets.UTF_8));
                posted[number]++;
                Integer before = latest.put(load.groupOf(number), number);
                outOfOrder += before != null && before > number ? 1 : 0;
                notTaken += post.path("verdict").asText().equals("taken") ? 0 : 1;
            }
        }
        return told(posted, outOfOrder, notTaken);
    }

    private static List<String> told(int[] posted, int outOfOrder, int notTaken) {
        List<String> problems = new ArrayList<>();
        int missing = 0;
        int repeated = 0;
        for (int posts : posted) {
            missing += posts == 0 ? 1 : 0;
            repeated += posts > 1 ? 1 : 0;
        }
        tell(problems, missing, "messages never posted");
        tell(problems, repeated, "messages posted more than once");
        tell(problems, outOfOrder, "messages posted before an earlier one of their group");
        tell(problems, notTaken, "POSTs that the platform did not take");
        return problems;
    }

    private static void tell(List<String> problems, int count, String what) {
        if (count > 0) {
            problems.add(count + " " + what);
        }
    }

    /** The platform's totals. */
    JsonNode stats() {
        return Json.treeOrNull(text("/admin/stats").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The POSTs of a load so far, at most {@value #PAGE} of them: more do not fit into the memory of this process at once.
     *
     * @param after the {@code seq} of the last one that is known, or 0
     */
    JsonNode posts(Load load, long after) {
        String path = "/admin/posts?prefix=" + load.prefix() + "&limit=" + PAGE + "&after=" + after;
        JsonNode read = Json.treeOrNull(text(path).getBytes(StandardCharsets.UTF_8));
        if (read == null || !read.isArray()) {
            throw new IllegalStateException("The simulated platform did not answer " + path + " with a list of POSTs.");
        }
        return read;
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }
}
