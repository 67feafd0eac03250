package dev.qunfa.sandbox.faults.check;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything that is known of one message, and what was broken meanwhile, in the order of time. */
public final class Story {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private record Line(long at, String text) {}

    private final List<Line> lines = new ArrayList<>();
    private final View view;

    private Story(View view) {
        this.view = view;
    }

    /** Tells a message's story, a line each. */
    public static List<String> of(String msgId, History history) {
        MessageHistory message = history.messages().get(msgId);
        if (message == null) {
            return List.of("nothing is known of " + msgId);
        }
        Story story = new Story(message.view());
        story.requests(message);
        story.posts(message);
        story.told(message);
        story.moments(history);
        return story.text();
    }

    private void requests(MessageHistory message) {
        for (Request each : message.requests()) {
            String times = (each.deadLine() == 0 ? "" : ", dead_line " + time(each.deadLine()))
                    + (each.notBefore() == 0 ? "" : ", not_before " + time(each.notBefore()));
            add(
                    each.place().at(),
                    "request   %s %s%s to %s, %d item(s)%s",
                    each.place(),
                    each.fate(),
                    each.rerouted() ? ", rerouted" : "",
                    each.lane(),
                    each.items(),
                    times);
        }
        message.decisions().forEach(each -> add(each.at(), "operator  %s: HTTP %d", each.what(), each.answer()));
    }

    private void posts(MessageHistory message) {
        message.posts().forEach(each -> {
            add(each.headAt(), "POST      %d begins", each.seq());
            add(
                    each.answeredAt(),
                    "POST      %d ends: %s%s",
                    each.seq(),
                    each.verdict(),
                    each.abandoned() ? ", abandoned by the service" : "");
        });
        message.deliveries()
                .forEach(each -> add(
                        each.sentAt(),
                        "callback  item %d %s, try %d: HTTP %d %s after %d ms",
                        each.msgNum(),
                        each.sendRes(),
                        each.attempt(),
                        each.status(),
                        each.taken() ? "taken" : each.answer(),
                        each.answeredAt() - each.sentAt()));
    }

    private void told(MessageHistory message) {
        message.events()
                .forEach(each -> add(
                        each.place().at(),
                        "event     seq %d %s → %s%s, attempts %d %s%s (%s)",
                        each.seq(),
                        each.event(),
                        each.status(),
                        each.isFinal() ? "*" : "",
                        each.attempts(),
                        each.items(),
                        each.errorCode() == null ? "" : " " + each.errorCode(),
                        each.place()));
    }

    /** What happened to the parts, from shortly before the message to shortly after it. */
    private void moments(History history) {
        long from =
                lines.stream().mapToLong(Line::at).filter(at -> at > 0).min().orElse(0) - 10_000;
        long to = lines.stream().mapToLong(Line::at).max().orElse(0) + 1_000;
        for (Moment each : history.moments()) {
            if (each.from() > to || each.to() != 0 && each.to() < from) {
                continue;
            }
            if (each.isHiccup()) {
                continue;
            }
            if (each.delayMillis() > 0 && each.to() - each.from() < each.delayMillis()) {
                add(each.from(), "FAULT     %s", each.what());
            } else {
                add(each.from(), "FAULT     %s begins", each.what());
                add(each.to(), "FAULT     %s ends", each.what());
            }
        }
    }

    private void add(long at, String format, Object... values) {
        lines.add(new Line(at, String.format(format, values)));
    }

    private List<String> text() {
        List<String> text = new ArrayList<>();
        lines.stream()
                .filter(each -> each.at() > 0)
                .sorted(Comparator.comparingLong(Line::at))
                .forEach(each -> text.add(time(each.at()) + "  " + each.text()));
        text.add("in the end    API       " + (view == null ? "does not know it" : view.toString()));
        return text;
    }

    private static String time(long at) {
        return TIME.format(Instant.ofEpochMilli(at));
    }
}
