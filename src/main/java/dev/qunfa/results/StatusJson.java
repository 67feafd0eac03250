package dev.qunfa.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.qunfa.lifecycle.Item;
import dev.qunfa.lifecycle.Items;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Violation;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The parts of JSON that status events and the API's messages have in common. Stateless, for any thread. */
public final class StatusJson {
    /** Characters beyond the BMP are written as themselves, not as two escapes. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    /** For the years that have not four digits; slower by far than writing them one by one. */
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private StatusJson() {}

    /** Writes UTF-8. */
    public static JsonGenerator generator(OutputStream bytes) throws IOException {
        return JSON.createGenerator(bytes);
    }

    /** RFC 3339 in UTC with three digits of milliseconds, e.g. {@code 2026-01-01T00:00:00.123Z}. */
    public static String rfc3339(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9_999) {
            return RFC_3339.format(instant);
        }
        char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
        digits(text, 4, time.getYear());
        digits(text, 7, time.getMonthValue());
        digits(text, 10, time.getDayOfMonth());
        digits(text, 13, time.getHour());
        digits(text, 16, time.getMinute());
        digits(text, 19, time.getSecond());
        digits(text, 23, time.getNano() / 1_000_000);
        return new String(text);
    }

    /** Writes the digits of a number over the zeros before {@code end}. */
    private static void digits(char[] text, int end, int number) {
        int at = end;
        for (int left = number; left > 0; left /= 10) {
            at--;
            text[at] += (char) (left % 10);
        }
    }

    public static void time(JsonGenerator json, String name, Instant instant) throws IOException {
        json.writeStringField(name, instant == null ? null : rfc3339(instant));
    }

    /** Unix seconds, as in the send request. */
    public static void seconds(JsonGenerator json, String name, Instant instant) throws IOException {
        json.writeFieldName(name);
        if (instant == null) {
            json.writeNull();
        } else {
            json.writeNumber(instant.getEpochSecond());
        }
    }

    /** @param value JSON text, null for JSON's null */
    public static void raw(JsonGenerator json, String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value == null ? "null" : value);
    }

    public static void items(JsonGenerator json, Items items) throws IOException {
        json.writeArrayFieldStart("items");
        for (Item item : items.list()) {
            json.writeStartObject();
            json.writeNumberField("msg_num", item.head().msgNum());
            json.writeNumberField("msg_type", item.head().msgType());
            result(json, item);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void result(JsonGenerator json, Item item) throws IOException {
        json.writeStringField("status", item.status().name());
        json.writeStringField("err_msg", item.errMsg());
    }

    /** All six fields, or null. */
    public static void error(JsonGenerator json, MessageError error) throws IOException {
        if (error == null) {
            json.writeNullField("error");
            return;
        }
        json.writeObjectFieldStart("error");
        json.writeStringField("code", error.code().name());
        json.writeStringField("message", error.message());
        json.writeFieldName("errcode");
        if (error.errcode() == null) {
            json.writeNull();
        } else {
            json.writeNumber(error.errcode());
        }
        json.writeStringField("errmsg", error.errmsg());
        json.writeStringField("hint", error.hint());
        violations(json, error);
        json.writeEndObject();
    }

    private static void violations(JsonGenerator json, MessageError error) throws IOException {
        json.writeArrayFieldStart("violations");
        for (Violation violation : error.violations()) {
            json.writeStartObject();
            json.writeStringField("pointer", violation.pointer());
            json.writeStringField("code", violation.code().name());
            json.writeStringField("message", violation.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
