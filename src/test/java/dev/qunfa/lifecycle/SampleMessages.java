package dev.qunfa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Messages of two items in every state a message can really reach, each reached by triggers and under a name. */
final class SampleMessages {
    static final Instant RECEIVED = at("12:00:00");
    static final Instant WAKE = at("12:05:00");
    static final Instant DEADLINE = at("12:10:00");
    static final Target TARGET = new Target("default", "r-1", "g-1");
    static final Windows AWAIT = new Windows(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMinutes(30), 0);
    static final Windows RESEND = new Windows(AWAIT.attempt(), AWAIT.inDoubt(), AWAIT.confirmation(), 2);

    private static final Schedule UNTIL_DEADLINE = new Schedule(null, DEADLINE);

    private final Map<String, Message> byName = new LinkedHashMap<>();

    private SampleMessages() {
        queued();
        onTheWire();
        accepted();
        unconfirmed();
        finalByItems();
        finalOtherwise();
    }

    static Map<String, Message> byName() {
        return new SampleMessages().byName;
    }

    static Instant at(String time) {
        return Instant.parse("2026-01-01T" + time + "Z");
    }

    static SendRequest request(Schedule schedule, int items) {
        List<ItemHead> heads = IntStream.rangeClosed(1, items)
                .mapToObj(number -> new ItemHead(number, 1))
                .toList();
        return new SendRequest("m-1", TARGET, schedule, heads, null, null);
    }

    static MessageError error(ErrorCode code) {
        return MessageError.of(code, "For a test.");
    }

    private void queued() {
        Message fresh = received(UNTIL_DEADLINE);
        name("QUEUED, awake", fresh);
        name("QUEUED, awake, no deadline", received(Schedule.ANY_TIME));
        name("QUEUED, asleep until its not_before", received(new Schedule(WAKE, DEADLINE)));
        name(
                "QUEUED, woken at its not_before",
                after(received(new Schedule(WAKE, DEADLINE)), windowEnds("12:05:00", AWAIT)));
        name("QUEUED, asleep until its retry", after(fresh, begin(), notProcessed(1, WAKE)));
        name("QUEUED, no retry in time", after(fresh, begin(), notProcessed(1, DEADLINE)));
        name("QUEUED, resent by policy", after(fresh, begin(), doubted(1), windowEnds("12:06:11", RESEND)));
        name("QUEUED, resent by operator", after(lapsed(), resend()));
    }

    private void onTheWire() {
        Message retried = after(received(UNTIL_DEADLINE), begin(), notProcessed(1, at("12:01:12")));
        name("SENDING", after(received(UNTIL_DEADLINE), begin()));
        name("SENDING, no deadline", after(received(Schedule.ANY_TIME), begin()));
        name("SENDING, second attempt", after(retried, begin("12:01:20")));
        name("SENDING, resent by operator", after(lapsed(), resend(), begin("12:31:30")));
        name("IN_DOUBT", after(received(UNTIL_DEADLINE), begin(), doubted(1)));
        name("IN_DOUBT, no deadline", after(received(Schedule.ANY_TIME), begin(), doubted(1)));
        name("IN_DOUBT, sender lost", after(received(UNTIL_DEADLINE), begin(), windowEnds("12:01:15", AWAIT)));
        name("IN_DOUBT, second attempt", after(retried, begin("12:01:20"), doubted(2)));
    }

    private void accepted() {
        Message early = after(received(UNTIL_DEADLINE), begin(), report(1, true));
        name("ACCEPTED, by its answer", after(received(UNTIL_DEADLINE), begin(), answer("sn-1")));
        name("ACCEPTED, by a callback", early);
        name("ACCEPTED, by a callback while queued", after(received(UNTIL_DEADLINE), report(1, false)));
        name("ACCEPTED, item 1 sent", after(early, answer("sn-1")));
        name("ACCEPTED, item 1 contradicted", after(early, answer("sn-1"), report(1, false)));
        name("ACCEPTED, resent, by a callback", after(lapsed(), resend(), begin("12:31:30"), report(1, true)));
    }

    private void unconfirmed() {
        Message doubtful = after(received(UNTIL_DEADLINE), begin(), doubted(1));
        Message partly = after(received(UNTIL_DEADLINE), begin(), answer("sn-1"), report(1, true));
        name("UNCONFIRMED, accepted but silent", lapsed());
        name("UNCONFIRMED, never answered", after(doubtful, windowEnds("12:06:11", AWAIT)));
        name("UNCONFIRMED, item 1 sent", after(partly, windowEnds("13:00:00", AWAIT)));
    }

    private void finalByItems() {
        Message accepted = after(received(UNTIL_DEADLINE), begin(), answer("sn-1"));
        name("SENT", after(accepted, report(1, true), report(2, true)));
        name("SENT, unanswered", after(received(UNTIL_DEADLINE), begin(), report(1, true), report(2, true)));
        name("SENT, item 1 contradicted", after(accepted, report(1, true), report(2, true), report(1, false)));
        name("SENT, by operator", after(lapsed(), resolve(Trigger.Resolve.Outcome.SENT, "12:32:00")));
        name("PARTIALLY_SENT, item 2 failed", after(accepted, report(2, false), report(1, true)));
        name("FAILED, by its items", after(accepted, report(1, false), report(2, false)));
        name("FAILED, by operator", after(lapsed(), resolve(Trigger.Resolve.Outcome.FAILED, "12:32:00")));
    }

    private void finalOtherwise() {
        Message sending = after(received(UNTIL_DEADLINE), begin());
        name("FAILED, refused", after(sending, new Trigger.PlatformRefused(1, error(ErrorCode.PLATFORM_REFUSED))));
        name("FAILED, attempts ran out", after(sending, notProcessed(1, null)));
        name("EXPIRED, never begun", after(received(UNTIL_DEADLINE), windowEnds("12:10:00", AWAIT)));
        name("EXPIRED, begun too late", after(sending, new Trigger.NotStartedInTime(1)));
        name("REJECTED", Message.rejected(request(UNTIL_DEADLINE, 2), List.of()).next());
        name("CANCELLED", after(received(UNTIL_DEADLINE), new Trigger.Cancel()));
    }

    private void name(String name, Message message) {
        byName.put(name, message);
    }

    private static Message received(Schedule schedule) {
        return Message.received(request(schedule, 2), RECEIVED, false).next();
    }

    /** Accepted at 12:01:11, and 30 minutes without any callback. */
    private static Message lapsed() {
        return after(received(Schedule.ANY_TIME), begin(), answer("sn-1"), windowEnds("12:31:11", AWAIT));
    }

    private static Message after(Message message, Trigger... triggers) {
        Message now = message;
        for (Trigger trigger : triggers) {
            now = ((Decision.Moved) now.on(trigger)).next();
        }
        return now;
    }

    private static Trigger begin() {
        return begin("12:01:00");
    }

    private static Trigger begin(String time) {
        return new Trigger.AttemptBegins(at(time));
    }

    private static Trigger answer(String msgSn) {
        return new Trigger.PlatformAccepted(msgSn, at("12:01:11"));
    }

    private static Trigger notProcessed(int attempt, Instant retryAt) {
        return new Trigger.NotProcessed(attempt, error(ErrorCode.PLATFORM_UNAVAILABLE), retryAt);
    }

    private static Trigger doubted(int attempt) {
        return new Trigger.OutcomeInDoubt(attempt, error(ErrorCode.OUTCOME_UNKNOWN), at("12:01:11"));
    }

    private static Trigger report(int msgNum, boolean sent) {
        return new Trigger.ItemReported(TARGET, msgNum, sent, null, at("12:01:10"));
    }

    private static Trigger windowEnds(String time, Windows windows) {
        return new Trigger.TimeReached(at(time), windows);
    }

    private static Trigger resend() {
        return resolve(Trigger.Resolve.Outcome.RESEND, "12:31:20");
    }

    private static Trigger resolve(Trigger.Resolve.Outcome outcome, String time) {
        return new Trigger.Resolve(outcome, "For a test.", at(time));
    }
}
