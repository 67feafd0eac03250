package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Rule;
import java.io.IOException;
import java.util.List;

/** The simulated platform's admin endpoint. Any thread. */
final class PlatformClient {

    private final Http http;

    PlatformClient(String base) {
        this.http = new Http(base);
    }

    void apply(List<Rule> rules) throws IOException, InterruptedException {
        if (http.post("/admin/rules", rules).status() != 200) {
            throw new IOException("the simulated platform refused the tour's rules");
        }
    }

    void clearRules() throws IOException, InterruptedException {
        http.delete("/admin/rules");
    }

    /** The POSTs of one message with their bodies. */
    JsonNode posts(String msgId) throws IOException, InterruptedException {
        return http.get("/admin/posts?body=true&msg_id=" + Http.encoded(msgId)).body();
    }

    /** Every POST so far, without bodies. */
    JsonNode allPosts() throws IOException, InterruptedException {
        return http.get("/admin/posts").body();
    }

    /** The deliveries of one message's callbacks. */
    JsonNode callbacks(String msgId) throws IOException, InterruptedException {
        return http.get("/admin/callbacks?msg_id=" + Http.encoded(msgId)).body();
    }
}
