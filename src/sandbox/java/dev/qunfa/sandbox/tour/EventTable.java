package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Prints status events as lines of a table. Any thread. */
final class EventTable {

    private static final String ROW = "%-12s  %-24s  %3s  %-17s  %-14s  %s%n";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final PrintStream out;

    EventTable(PrintStream out) {
        this.out = out;
    }

    void head() {
        out.printf(ROW, "time", "msg_id", "seq", "event", "status", "detail");
        out.printf(ROW, "-".repeat(12), "-".repeat(24), "---", "-".repeat(17), "-".repeat(14), "-".repeat(30));
    }

    void row(StatusEvent event) {
        String status = event.text("status") + (event.isFinal() ? " *" : "");
        out.printf(
                ROW,
                time(event.text("occurred_at")),
                event.text("msg_id"),
                event.text("seq"),
                event.text("event"),
                status,
                detail(event.body()));
    }

    void deadLetter(DeadLetter letter) {
        out.printf(
                ROW,
                time(""),
                shortened(letter.msgId()),
                "",
                "(dead letter)",
                "",
                letter.reason() + ": " + letter.message());
    }

    private static String detail(JsonNode body) {
        JsonNode item = body.path("item");
        if (item.isObject()) {
            String errMsg = item.path("err_msg").isTextual()
                    ? ": " + item.get("err_msg").asText()
                    : "";
            return "item " + item.path("msg_num").asText() + " "
                    + item.path("status").asText() + errMsg;
        }
        JsonNode error = body.path("error");
        if (error.isObject()) {
            return error.path("code").asText() + violations(error.path("violations")) + errcode(error);
        }
        return body.path("msg_sn").isTextual() ? "msg_sn " + body.get("msg_sn").asText() : "";
    }

    private static String errcode(JsonNode error) {
        return error.path("errcode").isNumber()
                ? " " + error.get("errcode").asText() + " "
                        + error.path("errmsg").asText("")
                : "";
    }

    private static String violations(JsonNode violations) {
        StringBuilder text = new StringBuilder();
        for (JsonNode each : violations) {
            text.append(text.length() == 0 ? " " : ", ")
                    .append(each.path("pointer").asText())
                    .append(' ')
                    .append(each.path("code").asText());
        }
        return text.toString();
    }

    private static String time(String occurredAt) {
        try {
            return TIME.format(occurredAt.isEmpty() ? Instant.now() : Instant.parse(occurredAt));
        } catch (DateTimeParseException e) {
            return occurredAt;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 24 ? text : text.substring(0, 23) + "…";
    }
}
