package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Rule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Produces the tour's requests, does what somebody does meanwhile, and waits until all have ended, a minute at most from its
 * making. One thread.
 */
final class Tour {

    private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long POLL_MILLIS = 50;

    private final Topics topics;
    private final ServiceClient service;
    private final PlatformClient platform;
    private final TourLog log;
    private final long end = System.nanoTime() + LIMIT_NANOS;

    Tour(Addresses addresses, TourLog log) {
        this.topics = new Topics(addresses.brokerAddress());
        this.service = new ServiceClient(addresses.serviceUrl());
        this.platform = new PlatformClient(addresses.platformUrl());
        this.log = log;
    }

    /** Sends the first message and waits for its end: what is cold now is warm when the clock of the others starts. */
    void begin() throws InterruptedException {
        Stop first = TourPlan.first();
        topics.produce(first.records());
        while (!hasEnded(first) && System.nanoTime() < end) {
            log.await(POLL_MILLIS);
        }
    }

    /** Returns what did not work out on the way; whether the outcomes are right is for {@link TourChecks} to say. */
    List<String> go(TourPlan plan) throws IOException, InterruptedException {
        List<Rule> rules =
                plan.stops().stream().flatMap(each -> each.rules().stream()).toList();
        platform.apply(rules);
        topics.produce(recordsAfterFirst(plan));
        List<String> problems = new ArrayList<>();
        for (Stop each : plan.stops()) {
            intervene(each, problems);
        }
        while (!hasEnded(plan) && System.nanoTime() < end) {
            log.await(POLL_MILLIS);
        }
        platform.clearRules();
        return problems;
    }

    private static List<Topics.Outgoing> recordsAfterFirst(TourPlan plan) {
        List<Topics.Outgoing> records = new ArrayList<>();
        plan.stops().stream().skip(1).forEach(each -> records.addAll(each.records()));
        records.add(new Topics.Outgoing(null, plan.unreadable()));
        return records;
    }

    private void intervene(Stop stop, List<String> problems) throws IOException, InterruptedException {
        int status =
                switch (stop.intervention()) {
                    case NONE -> 200;
                    case CANCEL -> {
                        awaitMessage(stop.msgId(), "QUEUED"::equals);
                        yield service.cancel(stop.msgId());
                    }
                    case RESOLVE_AS_SENT -> {
                        awaitMessage(stop.msgId(), "IN_DOUBT"::equals);
                        yield service.resolveAsSent(stop.msgId());
                    }
                };
        if (status != 200) {
            problems.add(stop.msgId() + ": " + stop.intervention() + " was answered with status " + status);
        }
    }

    private void awaitMessage(String msgId, Predicate<String> wanted) throws IOException, InterruptedException {
        while (System.nanoTime() < end) {
            JsonNode message = service.message(msgId);
            if (wanted.test(message.path("status").asText())) {
                return;
            }
            log.await(POLL_MILLIS);
        }
    }

    private boolean hasEnded(TourPlan plan) {
        return log.deadLetters().size() >= plan.deadLetters().size()
                && plan.stops().stream().allMatch(this::hasEnded);
    }

    private boolean hasEnded(Stop stop) {
        List<StatusEvent> events = log.eventsOf(stop.msgId());
        long counted = events.stream()
                .filter(each -> !each.text("event").equals("accepted"))
                .count();
        return counted >= stop.ending().events().size() && events.stream().anyMatch(StatusEvent::isFinal);
    }
}
