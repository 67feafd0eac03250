package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Compares each outcome with what the topic, the REST API and the simulated platform say. One thread. */
final class TourChecks {

    /** From its {@code not_before} a message goes out within a second; half a second more for a busy machine. */
    private static final long SCHEDULE_TOLERANCE_MILLIS = 1_500;

    /** What was found about one message; no problems: all is as it must be. */
    record Finding(String msgId, String outcome, List<String> problems) {}

    private final TourPlan plan;
    private final TourLog log;
    private final ServiceClient service;
    private final PlatformClient platform;

    TourChecks(TourPlan plan, Addresses addresses, TourLog log) {
        this.plan = plan;
        this.log = log;
        this.service = new ServiceClient(addresses.serviceUrl());
        this.platform = new PlatformClient(addresses.platformUrl());
    }

    List<Finding> run() throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Stop each : plan.stops()) {
            findings.add(check(each));
        }
        findings.add(checkDeadLetters());
        findings.add(checkTotal());
        return findings;
    }

    private Finding check(Stop stop) throws IOException, InterruptedException {
        List<StatusEvent> events = log.eventsOf(stop.msgId());
        JsonNode posts = platform.posts(stop.msgId());
        Problems problems = new Problems();
        checkEvents(stop, events, problems);
        checkMessage(stop, events, problems);
        checkPosts(stop, posts, problems);
        checkCallbacks(stop, problems);
        String names = String.join(
                ", ", events.stream().map(each -> each.text("event")).toList());
        return new Finding(
                stop.msgId(), stop.ending().status() + "; POSTs " + posts.size() + "; " + names, problems.list());
    }

    private static void checkEvents(Stop stop, List<StatusEvent> events, Problems problems) {
        List<String> names = events.stream()
                .map(each -> each.text("event"))
                .filter(each -> !each.equals("accepted"))
                .toList();
        problems.expect("events", sorted(stop.ending().events()), sorted(names));
        List<Integer> seqs = events.stream().map(StatusEvent::seq).toList();
        problems.expect("seq", IntStream.rangeClosed(1, events.size()).boxed().toList(), seqs);
        for (StatusEvent each : events) {
            problems.expect(
                    "header ce_id", each.text("event_id"), each.headers().get("ce_id"));
            problems.expect("header ce_subject", stop.msgId(), each.headers().get("ce_subject"));
            problems.expect(
                    "header qunfa-final",
                    Boolean.toString(each.isFinal()),
                    each.headers().get("qunfa-final"));
        }
        if (!events.isEmpty()) {
            problems.expect(
                    "last event's status",
                    stop.ending().status(),
                    events.get(events.size() - 1).text("status"));
        }
    }

    private void checkMessage(Stop stop, List<StatusEvent> events, Problems problems)
            throws IOException, InterruptedException {
        JsonNode message = service.message(stop.msgId());
        problems.expect(
                "API status", stop.ending().status(), message.path("status").asText());
        problems.expect(
                "API error code",
                stop.ending().errorCode(),
                message.path("error").path("code").textValue());
        problems.expect("API seq", events.size(), message.path("seq").asInt());
        JsonNode produced = Json.treeOrNull(stop.values().get(0));
        if (!stop.ending().status().equals("REJECTED")) {
            problems.expect(
                    "API items",
                    produced.path("msg_list").size(),
                    message.path("items").size());
        }
        List<String> told = events.stream().map(each -> each.text("event_id")).toList();
        problems.expect("API events", told, texts(service.events(stop.msgId()), "event_id"));
    }

    private void checkPosts(Stop stop, JsonNode posts, Problems problems) {
        problems.expect("POSTs", stop.ending().posts(), posts.size());
        for (JsonNode post : posts) {
            JsonNode body = Json.treeOrNull(post.path("body").asText().getBytes(StandardCharsets.UTF_8));
            problems.expect(
                    "body at the platform", Request.platformBody(stop.values().get(0)), body);
            if (stop.msgId().equals(TourPlan.SCHEDULED)) {
                long after = post.path("head_at").asLong() - plan.notBefore() * 1_000;
                problems.hold(
                        after >= 0 && after <= SCHEDULE_TOLERANCE_MILLIS,
                        "went out " + after + " ms after its not_before");
            }
        }
    }

    private void checkCallbacks(Stop stop, Problems problems) throws IOException, InterruptedException {
        for (JsonNode each : platform.callbacks(stop.msgId())) {
            problems.hold(
                    each.path("taken").asBoolean(),
                    "a callback was answered with status " + each.path("status").asText());
        }
    }

    private Finding checkDeadLetters() {
        Problems problems = new Problems();
        List<DeadLetter> letters = log.deadLetters();
        problems.expect("dead letters", plan.deadLetters().size(), letters.size());
        for (DeadLetter each : letters) {
            problems.expect("reason of " + each.msgId(), plan.deadLetters().get(each.msgId()), each.reason());
        }
        problems.hold(
                letters.stream().anyMatch(each -> Arrays.equals(each.value(), plan.unreadable())),
                "the unreadable record did not come back untouched");
        List<String> reasons = letters.stream().map(DeadLetter::reason).toList();
        return new Finding("(dead letters)", String.join(", ", reasons), problems.list());
    }

    private Finding checkTotal() throws IOException, InterruptedException {
        Problems problems = new Problems();
        int expected =
                plan.stops().stream().mapToInt(each -> each.ending().posts()).sum();
        int posts = platform.allPosts().size();
        problems.expect("POSTs in all", expected, posts);
        return new Finding("(all POSTs)", posts + " at the platform", problems.list());
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(each -> each.path(field).asText())
                .toList();
    }

    private static List<String> sorted(List<String> values) {
        return values.stream().sorted().toList();
    }

    /** Collects what is not as it must be. */
    private static final class Problems {

        private final List<String> found = new ArrayList<>();

        void expect(String what, Object wanted, Object got) {
            hold(Objects.equals(wanted, got), what + ": expected " + wanted + ", got " + got);
        }

        void hold(boolean condition, String otherwise) {
            if (!condition) {
                found.add(otherwise);
            }
        }

        List<String> list() {
            return List.copyOf(found);
        }
    }
}
