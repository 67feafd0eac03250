package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.AdjustableClock;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.RecordOrigin;
import dev.qunfa.store.Stored;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Places on the wire that are kept for arrivals: each is either used, by whoever's intent was committed, or given back. */
class PlacesTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);
    private static final Duration NEVER_IN_THIS_TEST = Duration.ofHours(1);

    private final AdjustableClock clock = new AdjustableClock();
    private final Context loop = VERTX.getOrCreateContext();
    private final Log log = new Log();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatWasStoredAsBegunIsSentAndWhatMayHaveBeenSentByAnotherIsNot() throws Exception {
        Arrival stored = begun("new");
        Arrival moved = begun("told-by-a-callback");
        Arrival ours = begun("commit-answer-lost");
        Arrival repeated = begun("repeated");
        Arrival conflicting = begun("conflicting");
        Arrival waiting = arrival("waiting");
        Places places = places(stored, moved, ours, repeated, conflicting, waiting);

        places.arrivals();
        places.settle(List.of(
                new Stored.New(sending(stored)),
                new Stored.New(Message.received(moved.request(), clock.instant(), false)
                        .next()),
                new Stored.Repeated(false, true, true),
                new Stored.Repeated(true, true, false),
                new Stored.Conflicting(),
                new Stored.New(Message.received(waiting.request(), clock.instant(), false)
                        .next())));

        assertThat(log.told())
                .containsExactly(
                        "new begun",
                        "told-by-a-callback not made",
                        "commit-answer-lost begun",
                        "repeated not made",
                        "conflicting not made");
    }

    @Test
    void placesAreGoodForAWhileAndGivenBackAfterIt() throws Exception {
        Arrival stored = begun("late");
        Places places = places(stored);
        assertThat(places.arrivals()).containsExactly(stored);

        clock.advance(GOOD_FOR.plusMillis(1));
        assertThat(places.arrivals()).containsExactly(stored.begunAt(null));
        places.settle(List.of(new Stored.Repeated(true, true, false)));

        assertThat(log.told()).containsExactly("late not made");
    }

    @Test
    void l2WhatBreaksOnTheLoopIsToldOnceAndStopsNoOther() throws Exception {
        Arrival breaking = begun("breaks");
        Arrival good = begun("good");
        Places places = places(breaking, good);

        places.settle(List.of(new Stored.New(sending(breaking)), new Stored.New(sending(good))));

        assertThat(log.told()).containsExactly("breaks begun", "breaks broke off", "good begun");
    }

    private Places places(Arrival... arrivals) {
        Attempts attempts = new Attempts(null, null, null, clock, null);
        Map<String, Flight> flights = new HashMap<>();
        for (Arrival arrival : arrivals) {
            if (arrival.begunAt() != null) {
                flights.put(arrival.request().msgId(), new Flight(QueuedMessage.of(arrival), attempts, loop, log));
            }
        }
        return new Places(List.of(arrivals), flights, clock.instant().plus(GOOD_FOR), clock, loop);
    }

    private Message sending(Arrival arrival) {
        return Message.receivedAndBegun(arrival.request(), arrival.begunAt(), false)
                .next();
    }

    private Arrival begun(String msgId) {
        return arrival(msgId).begunAt(clock.instant());
    }

    private static Arrival arrival(String msgId) {
        SendRequest request = new SendRequest(
                msgId,
                new Target(Target.DEFAULT_APP, "r", "g"),
                Schedule.ANY_TIME,
                List.of(new ItemHead(1, 1)),
                null,
                new SendRequest.Payload(new byte[0], new byte[0]));
        return new Arrival(request, List.of(), new RecordOrigin(0, 0), null);
    }

    /** Writes down what flights tell it; called on the event loop. */
    private final class Log implements Flight.Tower {
        private final List<String> told = new ArrayList<>();

        @Override
        public Pace.Place postAt(Flight flight) {
            told.add(flight.message().msgId() + " begun");
            if (flight.message().msgId().startsWith("breaks")) {
                throw new IllegalStateException("for this test");
            }
            return new Pace.Place(0, clock.instant().plus(NEVER_IN_THIS_TEST));
        }

        @Override
        public void notMade(Flight flight) {
            told.add(flight.message().msgId() + " not made");
        }

        @Override
        public void fenced(Flight flight) {
            told.add(flight.message().msgId() + " fenced");
        }

        @Override
        public Verdict.Ruling answered(Flight flight, Outcome outcome, int attempt) {
            throw new AssertionError("nothing is posted in this test");
        }

        @Override
        public void landed(Flight flight) {}

        @Override
        public void brokeOff(Flight flight) {
            told.add(flight.message().msgId() + " broke off");
        }

        @Override
        public void landedToRetry(Flight flight, QueuedMessage again) {
            throw new AssertionError("nothing is posted in this test");
        }

        /** What was told once the event loop has done all that it was given so far. */
        List<String> told() throws Exception {
            CompletableFuture<List<String>> copy = new CompletableFuture<>();
            loop.runOnContext(ignored -> copy.complete(List.copyOf(told)));
            return copy.get(10, TimeUnit.SECONDS);
        }
    }
}
