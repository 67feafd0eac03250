package dev.qunfa.sandbox.tour;

import static dev.qunfa.sandbox.tour.Stop.Intervention.CANCEL;
import static dev.qunfa.sandbox.tour.Stop.Intervention.RESOLVE_AS_SENT;

import dev.qunfa.sandbox.Effect;
import dev.qunfa.sandbox.Untidiness;
import dev.qunfa.sandbox.tour.Stop.Ending;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the tour shows: every message type, every final status that can be reached within seconds, and every kind of dead
 * letter.
 *
 * @param stops the messages
 * @param unreadable a record that is no request at all
 * @param deadLetters reasons of the dead letters that must come, by msg_id, the unreadable record's under ""
 * @param notBefore when the scheduled message may go out, Unix seconds
 */
record TourPlan(List<Stop> stops, byte[] unreadable, Map<String, String> deadLetters, long notBefore) {

    static final String SCHEDULED = "tour-not-before";
    static final String DECIDED_BY_CALLBACK = "tour-doubt-callback";
    private static final String SENT_ITEM = "item_sent";
    private static final int REFUSAL = 45002;
    private static final long LATE_CALLBACK_MILLIS = 1_500;
    private static final long SCHEDULE_AHEAD_SECONDS = 5;
    private static final long FAR_AHEAD_SECONDS = 3_600;

    /** A tour that starts at {@code now}, Unix seconds. */
    static TourPlan startingAt(long now) {
        List<Stop> stops = new ArrayList<>(messageTypes());
        stops.addAll(endings(now));
        stops.addAll(doubts());
        stops.addAll(deliveries(now));
        stops.addAll(repeated());
        return new TourPlan(
                stops,
                "{\"msg_id\": \"tour-unreadable\", not JSON".getBytes(StandardCharsets.UTF_8),
                Map.of("", "unreadable", "tour-rejected", "invalid", "tour-conflict", "conflicting-duplicate"),
                now + SCHEDULE_AHEAD_SECONDS);
    }

    /** The plan's first message, which is the same whenever the tour starts. */
    static Stop first() {
        return sent(
                "tour-text", Request.of("tour-text").text("开团啦 🎉 \"第二件半价\"").metadata("order", "7781"));
    }

    private static List<Stop> messageTypes() {
        return List.of(
                sent(
                        "tour-text",
                        Request.of("tour-text").text("开团啦 🎉 \"第二件半价\"").metadata("order", "7781")),
                sent("tour-link-card", Request.of("tour-link-card").item(Request.link())),
                sent("tour-image", Request.of("tour-image").item(Request.image())),
                sent("tour-video", Request.of("tour-video").item(Request.video())),
                sent("tour-voice", Request.of("tour-voice").item(Request.voice())),
                sent("tour-file", Request.of("tour-file").item(Request.file())),
                sent("tour-contact-card", Request.of("tour-contact-card").item(Request.contactCard())),
                sent("tour-mini-program", Request.of("tour-mini-program").item(Request.miniProgram())),
                sent("tour-mentions", Request.of("tour-mentions").item(Request.mentions())));
    }

    private static List<Stop> endings(long now) {
        Request partly = Request.of("tour-partly").text("一").text("敏感词").text("三");
        Request rejected = Request.of("tour-rejected").with("deadline", now).item(Request.type(5));
        return List.of(
                Stop.of("tour-partly", partly, partlySent()).whenPlatform(new Effect.FailItems(List.of(2), null)),
                Stop.of("tour-failed", text("tour-failed"), Ending.failed("FAILED", "ITEMS_REFUSED", "item_failed"))
                        .whenPlatform(new Effect.FailItems(null, null)),
                Stop.of("tour-refused", text("tour-refused"), Ending.failed("FAILED", "PLATFORM_REFUSED", "failed"))
                        .whenPlatform(new Effect.RefuseRequest(REFUSAL, "content refused")),
                Stop.of(
                        "tour-expired",
                        text("tour-expired").with("dead_line", now - 60),
                        Ending.unsent("EXPIRED", "DEADLINE_PASSED")),
                Stop.of("tour-rejected", rejected, Ending.unsent("REJECTED", "INVALID_REQUEST")),
                Stop.of(
                                "tour-cancelled",
                                text("tour-cancelled").with("not_before", now + FAR_AHEAD_SECONDS),
                                Ending.unsent("CANCELLED", "CANCELLED"))
                        .then(CANCEL));
    }

    private static List<Stop> doubts() {
        return List.of(
                Stop.of("tour-doubt-resolved", text("tour-doubt-resolved"), Ending.sent("in_doubt", "resolved"))
                        .whenPlatform(new Effect.CloseAfterReading(), new Effect.LoseCallbacks(null))
                        .then(RESOLVE_AS_SENT),
                Stop.of(DECIDED_BY_CALLBACK, text(DECIDED_BY_CALLBACK), Ending.sent("in_doubt", SENT_ITEM))
                        .whenPlatform(new Effect.CloseAfterReading(), new Effect.DelayCallbacks(LATE_CALLBACK_MILLIS)));
    }

    private static List<Stop> deliveries(long now) {
        return List.of(
                sent(SCHEDULED, text(SCHEDULED).with("not_before", now + SCHEDULE_AHEAD_SECONDS)),
                sent("tour-early-callback", text("tour-early-callback"))
                        .whenPlatform(new Effect.CallbacksBeforeAnswer()),
                sent("tour-untidy", text("tour-untidy"))
                        .whenPlatform(
                                new Effect.UntidyAnswer(Untidiness.CONTROL_CHARACTERS),
                                new Effect.UntidyCallbacks(Untidiness.LINES)),
                Stop.of("tour-contradicted", text("tour-contradicted"), Ending.sent(SENT_ITEM, "contradicted"))
                        .whenPlatform(new Effect.ContradictCallbacks()),
                sent("tour-rerouted", text("tour-rerouted")).keyed("not-the-robot"));
    }

    private static List<Stop> repeated() {
        byte[] other = Request.of("tour-conflict").text("another text").bytes();
        return List.of(
                sent("tour-duplicate", text("tour-duplicate"))
                        .thenProduced(text("tour-duplicate").bytes()),
                Stop.of("tour-conflict", text("tour-conflict"), Ending.sent(SENT_ITEM, "refused_duplicate"))
                        .thenProduced(other));
    }

    private static Ending partlySent() {
        return Ending.failed("PARTIALLY_SENT", "ITEMS_REFUSED", SENT_ITEM, "item_failed", SENT_ITEM);
    }

    private static Stop sent(String msgId, Request request) {
        return Stop.of(msgId, request, Ending.sent(SENT_ITEM));
    }

    /** To a group of its own: the groups' order is not what these show. */
    private static Request text(String msgId) {
        return Request.of(msgId).group(msgId + "-group").text("你好，" + msgId);
    }
}
