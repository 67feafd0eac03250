package dev.qunfa.sandbox.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.sandbox.Post;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories made by hand: good ones, in which the checker must find nothing, and bad ones with one thing wrong each. */
class CheckerTest {
    private static final String ID = "m-1";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void findsNothingWrongIn(String story, Tale tale) {
        assertThat(Checker.check(tale.history())).isEmpty();
    }

    static Stream<Arguments> findsNothingWrongIn() {
        return Stream.of(
                story("a message that was sent", Tale.ofSent(ID)),
                story(
                        "two messages of a group, one after the other",
                        Tale.ofSent(ID).sent("m-2", 130)),
                story("an event that was repeated", Tale.ofSent(ID).again(each -> each)),
                story(
                        "a retry after 429",
                        asked().post(ID, 100, "status 429")
                                .event(ID, "retrying", "QUEUED", "PENDING", "PLATFORM_UNAVAILABLE")
                                .post(ID, 400, "taken")
                                .event(ID, "accepted", "ACCEPTED", "PENDING")
                                .callback(ID, true)
                                .event(ID, "item_sent", "SENT", "SENT")),
                story(
                        "doubt that a callback ended",
                        doubted().callback(ID, true).event(ID, "item_sent", "SENT", "SENT")),
                story("doubt that nothing ended", unconfirmed()),
                story("a late callback", unconfirmed().callback(ID, true).event(ID, "item_sent", "SENT", "SENT")),
                story(
                        "a resend for an operator",
                        doubted()
                                .decided(ID, "resolve resend", 200)
                                .event(ID, "resolved", "QUEUED", "PENDING", "RESOLVED")
                                .post(ID, 3_000, "taken")
                                .event(ID, "accepted", "ACCEPTED", "PENDING")
                                .callback(ID, true)
                                .event(ID, "item_sent", "SENT", "SENT")),
                story("a retry of which its replica told so late that the group had gone on", retriedAt(4_000)),
                story(
                        "an attempt that was never made, of which a replica told that had stood still meanwhile",
                        retriedUnposted(8_100).stoodStill(1_000, 8_000)),
                story("a contradiction", Tale.ofSent(ID).callback(ID, false).event(ID, "contradicted", "SENT", "SENT")),
                story(
                        "a callback that was stored though it was not answered",
                        asked().post(ID, 100, "taken")
                                .callback(ID, true, false)
                                .callback(ID, false)
                                .event(ID, "item_sent", "SENT", "SENT")),
                story(
                        "a conflict",
                        Tale.ofSent(ID)
                                .request(ID, Fate.CONFLICT)
                                .buried("conflicting-duplicate")
                                .event(ID, "refused_duplicate", "SENT", "SENT", "DUPLICATE_MSG_ID")),
                story(
                        "an invalid request",
                        new Tale()
                                .request(ID, Fate.INVALID)
                                .buried("invalid")
                                .event(ID, "rejected", "REJECTED", "NOT_SENT", "INVALID_REQUEST")),
                story("garbage", new Tale().garbage().buried("unreadable")),
                story("a repeat", Tale.ofSent(ID).request(ID, Fate.REPEAT)),
                story(
                        "a record that was published again, keyed right",
                        new Tale().misplaced(ID, true).event(ID, "expired", "EXPIRED", "NOT_SENT", "DEADLINE_PASSED")),
                story(
                        "a POST that the network held up beyond its deadline",
                        new Tale()
                                .request(ID, Fate.VALID, Map.of("dead_line", 1))
                                .heldUp(500, 1_400, 1_000)
                                .post(ID, 1_400, "status 503")
                                .event(ID, "expired", "EXPIRED", "NOT_SENT", "DEADLINE_PASSED")),
                story("eleven POSTs of a robot within a second", posts(11, 31)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void finds(String invariant, String story, Tale tale) {
        assertThat(Checker.check(tale.history()))
                .extracting(Violation::invariant)
                .contains(invariant);
    }

    static Stream<Arguments> finds() {
        return Stream.of(
                        lost(),
                        fates(),
                        intents(),
                        resends(),
                        times(),
                        lanes(),
                        rates(),
                        sequences(),
                        transitions(),
                        api(),
                        platform())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> lost() {
        String name = new NothingLost().name();
        return Stream.of(
                breach(name, "a request of which nothing is known", asked()),
                breach(name, "a message that is never final", doubted()),
                breach(name, "a message that the API forgot", Tale.ofSent(ID).shown(ID, Tale.NOT_FOUND)),
                breach(
                        name,
                        "a final event that never came",
                        asked().event(ID, "accepted", "ACCEPTED", "PENDING")
                                .shown(ID, Tale.ofSent(ID).shownOf(ID))));
    }

    private static Stream<Arguments> fates() {
        String name = new Fates().name();
        return Stream.of(
                breach(name, "garbage that left no trace", new Tale().garbage()),
                breach(
                        name,
                        "a dead letter with another reason",
                        new Tale().garbage().buried("invalid")),
                breach(name, "a dead letter of a valid request", asked().buried("invalid")),
                breach(
                        name,
                        "a conflict that was not told",
                        Tale.ofSent(ID).request(ID, Fate.CONFLICT).buried("conflicting-duplicate")),
                breach(
                        name,
                        "a conflict that there was not",
                        Tale.ofSent(ID).event(ID, "refused_duplicate", "SENT", "SENT", "DUPLICATE_MSG_ID")),
                breach(
                        name,
                        "an invalid request that was sent",
                        new Tale().request(ID, Fate.INVALID).sent(ID, 100)),
                breach(name, "a record that was keyed wrong and vanished", new Tale().misplaced(ID, false)));
    }

    private static Stream<Arguments> intents() {
        String name = new CommittedIntent().name();
        return Stream.of(
                breach(name, "a POST of nothing that was asked for", new Tale().post("other", 100, "taken")),
                breach(name, "a POST that the API does not know", asked().post(ID, 100, "taken")),
                breach(name, "more POSTs than attempts", Tale.ofSent(ID).post(ID, 900, "taken")),
                breach(
                        name,
                        "a POST with other content",
                        Tale.ofSent(ID)
                                .post(Tale.ofSent("m-2").history().posts().stream()
                                        .map(each -> CheckerTest.as(ID, each))
                                        .findFirst()
                                        .orElseThrow())));
    }

    private static Stream<Arguments> resends() {
        String name = new NoSilentResend().name();
        return Stream.of(
                breach(
                        name,
                        "a second POST after doubt",
                        doubted().post(ID, 3_000, "taken").event(ID, "accepted", "ACCEPTED", "PENDING")),
                breach(
                        name,
                        "a second POST after an operator was refused",
                        doubted()
                                .decided(ID, "resolve resend", 409)
                                .post(ID, 3_000, "taken")
                                .event(ID, "accepted", "ACCEPTED", "PENDING")),
                breach(
                        name,
                        "a second POST by a policy that is not in force",
                        doubted()
                                .event(ID, "retrying", "QUEUED", "PENDING", "OUTCOME_UNKNOWN")
                                .post(ID, 3_000, "taken")));
    }

    private static Stream<Arguments> times() {
        String name = new InTime().name();
        return Stream.of(
                breach(
                        name,
                        "a POST after its deadline",
                        new Tale()
                                .request(ID, Fate.VALID, Map.of("dead_line", 1))
                                .post(ID, 1_200, "taken")),
                breach(
                        name,
                        "a POST before its time",
                        new Tale()
                                .request(ID, Fate.VALID, Map.of("not_before", 1))
                                .post(ID, 999, "taken")));
    }

    private static Stream<Arguments> lanes() {
        return Stream.of(
                breach(
                        new GroupOrder().name(),
                        "two messages of a group the wrong way round",
                        asked().request("m-2", Fate.VALID)
                                .post("m-2", 100, "taken")
                                .post(ID, 200, "taken")),
                breach(
                        new GroupOrder().name(),
                        "a retry that did not hold its place",
                        asked().post(ID, 100, "status 429").sent("m-2", 200).post(ID, 300, "taken")),
                breach(
                        new GroupOrder().name(),
                        "a retry that was told in time and did not hold its place",
                        retriedAt(1_000)),
                breach(
                        new GroupOrder().name(),
                        "an attempt that was never made, though nothing stood still, and did not hold its place",
                        retriedUnposted(8_100)),
                breach(
                        new GroupOrder().name(),
                        "the same while something stood still for a moment",
                        retriedUnposted(8_100).stoodStill(6_000, 8_000)),
                breach(
                        new NoOverlap().name(),
                        "a POST before the last one was answered",
                        Tale.ofSent(ID).sent("m-2", 129)));
    }

    private static Stream<Arguments> rates() {
        return Stream.of(breach(new RobotRate().name(), "twelve POSTs of a robot within a second", posts(12, 31)));
    }

    private static Stream<Arguments> sequences() {
        String name = new EventSequence().name();
        return Stream.of(
                breach(name, "a gap", Tale.ofSent(ID).lastEventBecomes(each -> seq(each, 3))),
                breach(
                        name,
                        "events the wrong way round",
                        Tale.ofSent(ID)
                                .withoutEvents()
                                .event(ID, "accepted", "ACCEPTED", "PENDING")
                                .lastEventBecomes(each -> seq(each, 2))
                                .again(each -> seq(each, 1))),
                breach(
                        name,
                        "a repeat under another id",
                        Tale.ofSent(ID).again(each -> copy(each, each.seq(), "other", each.status()))),
                breach(
                        name,
                        "a repeat that says something else",
                        Tale.ofSent(ID).again(each -> copy(each, each.seq(), each.eventId(), "FAILED"))),
                breach(
                        name,
                        "two events with one id",
                        Tale.ofSent(ID).lastEventBecomes(each -> copy(each, 2, ID + "/1", each.status()))));
    }

    private static Stream<Arguments> transitions() {
        String name = new OneEventPerTransition().name();
        return Stream.of(
                breach(name, "two final statuses", Tale.ofSent(ID).event(ID, "failed", "FAILED", "SENT")),
                breach(name, "an item with two results", Tale.ofSent(ID).event(ID, "item_failed", "FAILED", "FAILED")),
                breach(name, "a result that was told twice", Tale.ofSent(ID).event(ID, "item_sent", "SENT", "SENT")),
                breach(name, "doubt that was told twice", doubted().event(ID, "in_doubt", "IN_DOUBT", "PENDING")),
                breach(
                        name,
                        "a message that became final twice",
                        Tale.ofSent(ID).refusedAsIfFinal(ID)),
                breach(name, "an event that does not fit its status", asked().event(ID, "accepted", "SENT", "SENT")));
    }

    private static Stream<Arguments> api() {
        String name = new ApiAgrees().name();
        View sent = Tale.ofSent(ID).shownOf(ID);
        return Stream.of(
                breach(
                        name,
                        "an API that is behind",
                        Tale.ofSent(ID).shown(ID, doubted().shownOf(ID))),
                breach(name, "a timeline without an event", Tale.ofSent(ID).shown(ID, sent.withTimeline(List.of()))));
    }

    private static Stream<Arguments> platform() {
        String name = new PlatformAgrees().name();
        return Stream.of(
                breach(
                        name,
                        "a result that the platform never told",
                        asked().post(ID, 100, "taken").event(ID, "item_sent", "SENT", "SENT")),
                breach(
                        name,
                        "a result that was taken and forgotten",
                        unconfirmed().callback(ID, true)),
                breach(
                        name,
                        "the second result instead of the first",
                        asked().post(ID, 100, "taken")
                                .callback(ID, true)
                                .callback(ID, false)
                                .event(ID, "item_failed", "FAILED", "FAILED", "ITEMS_REFUSED")),
                breach(
                        name,
                        "a message that expired though the platform has it",
                        asked().post(ID, 100, "taken").event(ID, "expired", "EXPIRED", "NOT_SENT")),
                breach(
                        name,
                        "a message that was cancelled and sent",
                        asked().post(ID, 100, "status 503").event(ID, "cancelled", "CANCELLED", "NOT_SENT")),
                breach(
                        name,
                        "a refusal that there was not",
                        asked().post(ID, 100, "taken").event(ID, "failed", "FAILED", "NOT_SENT", "PLATFORM_REFUSED")));
    }

    @Test
    void aStoryTellsWhatHappenedInOrder() {
        History history = Tale.ofSent(ID).heldUp(50, 150, 0).history();

        assertThat(Story.of(ID, history))
                .extracting(line -> line.replaceFirst("^[0-9:.]+ +", "").replaceFirst(" .*", ""))
                .containsExactly("request", "FAULT", "POST", "POST", "FAULT", "callback", "event", "event", "in");
    }

    private static Arguments story(String story, Tale tale) {
        return Arguments.of(story, tale);
    }

    private static Arguments breach(String invariant, String story, Tale tale) {
        return Arguments.of(invariant, story, tale);
    }

    private static Tale asked() {
        return new Tale().request(ID, Fate.VALID);
    }

    private static Tale doubted() {
        return asked().post(ID, 100, 1_100, "hang").event(ID, "in_doubt", "IN_DOUBT", "PENDING", "OUTCOME_UNKNOWN");
    }

    private static Tale unconfirmed() {
        return doubted().event(ID, "unconfirmed", "UNCONFIRMED", "UNCONFIRMED", "OUTCOME_UNKNOWN");
    }

    private static Tale retriedAt(long at) {
        return asked().post(ID, 100, "status 429")
                .sent("m-2", 200)
                .event(ID, "retrying", "QUEUED", "PENDING", "PLATFORM_UNAVAILABLE")
                .occurred(at)
                .post(ID, 5_000, "taken")
                .event(ID, "accepted", "ACCEPTED", "PENDING")
                .callback(ID, true)
                .event(ID, "item_sent", "SENT", "SENT");
    }

    private static Tale retriedUnposted(long at) {
        return asked().sent("m-2", 200)
                .event(ID, "retrying", "QUEUED", "PENDING", "PLATFORM_UNAVAILABLE")
                .occurred(at)
                .post(ID, at + 500, "taken")
                .event(ID, "accepted", "ACCEPTED", "PENDING")
                .callback(ID, true)
                .event(ID, "item_sent", "SENT", "SENT");
    }

    private static Tale posts(int count, long apart) {
        Tale tale = new Tale();
        for (int i = 0; i < count; i++) {
            tale.sent("p-" + i, 100 + i * apart);
        }
        return tale;
    }

    private static Post as(String msgId, Post post) {
        return new Post(
                post.seq(),
                msgId,
                post.app(),
                post.robotId(),
                post.groupId(),
                post.headAt(),
                post.arrivedAt(),
                post.answeredAt(),
                post.abandoned(),
                post.deadLine(),
                post.items(),
                post.repeat(),
                "errcode 40014",
                post.msgSn(),
                post.body());
    }

    private static Event seq(Event event, int seq) {
        return copy(event, seq, event.msgId() + "/" + seq, event.status());
    }

    private static Event copy(Event event, int seq, String eventId, String status) {
        return new Event(
                event.place(),
                event.occurredAt(),
                event.msgId(),
                seq,
                eventId,
                event.event(),
                status,
                event.isFinal(),
                event.becameFinal(),
                event.item(),
                event.itemStatus(),
                event.items(),
                event.errorCode(),
                event.attempts(),
                event.msgSn(),
                event.metadata(),
                event.envelope());
    }
}
