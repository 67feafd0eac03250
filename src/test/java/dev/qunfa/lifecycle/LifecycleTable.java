package dev.qunfa.lifecycle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What every sample trigger does to every sample message, as a text that a person can read against the contract. */
final class LifecycleTable {
    private static final String ROW = "%-31s %-15s%-6s%-9s%-7s%-21s%-9s%-9s%s";
    private static final int WIDTH = 118;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();

    private LifecycleTable() {}

    static String actual() {
        LifecycleTable table = new LifecycleTable();
        SampleMessages.byName().forEach(table::section);
        return table.text.toString();
    }

    private void section(String name, Message message) {
        line("== " + name);
        line(ROW.formatted("", "status", "items", "attempts", "msg_sn", "error", "wakes", "due", "events"));
        line(row("(before)", message, ""));
        Map<IgnoredReason, List<String>> ignored = new TreeMap<>();
        SampleTriggers.byName().forEach((trigger, made) -> {
            Decision decision = message.on(made.apply(message));
            if (decision instanceof Decision.Moved moved) {
                line(row(trigger, moved.next(), events(moved.events())));
            } else if (decision instanceof Decision.Ignored none) {
                ignored.computeIfAbsent(none.reason(), reason -> new ArrayList<>())
                        .add(trigger);
            }
        });
        ignored.forEach(this::ignored);
        line("");
    }

    private void ignored(IgnoredReason reason, List<String> triggers) {
        StringBuilder line = new StringBuilder("ignored, " + reason + ": ");
        for (String trigger : triggers) {
            if (line.length() + trigger.length() > WIDTH) {
                line(line.toString());
                line.setLength(0);
                line.append("    ");
            }
            line.append(trigger).append("; ");
        }
        line(line.toString());
    }

    private static String row(String trigger, Message message, String events) {
        return ROW.formatted(
                trigger,
                message.status(),
                items(message.items()),
                message.attempts(),
                message.msgSn() == null ? "-" : message.msgSn(),
                code(message.state().error()),
                time(message.state() instanceof Queued queued ? queued.wakeAt() : null),
                time(message.dueAt(SampleMessages.AWAIT)),
                events);
    }

    /** A letter an item; the small one was contradicted. */
    private static String items(Items items) {
        return items.list().stream().map(LifecycleTable::letter).collect(Collectors.joining());
    }

    private static String letter(Item item) {
        String letter = item.status().name().substring(0, 1);
        return item.contradicted() ? letter.toLowerCase(Locale.ROOT) : letter;
    }

    private static String events(List<Emission> events) {
        return events.isEmpty()
                ? "none"
                : events.stream().map(LifecycleTable::event).collect(Collectors.joining(", "));
    }

    private static String event(Emission event) {
        String item = event.msgNum() == 0 ? "" : "(" + event.msgNum() + ")";
        return event.type().wireName() + item + (event.error() == null ? "" : " " + code(event.error()));
    }

    private static String code(MessageError error) {
        return error == null ? "-" : error.code().name();
    }

    private static String time(Instant instant) {
        return instant == null ? "-" : TIME.format(instant);
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
