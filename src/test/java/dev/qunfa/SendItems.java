package dev.qunfa;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One valid item of each message type, as JSON fields without a {@code msg_num}; every call gives a new map. */
public final class SendItems {
    private SendItems() {}

    public static Map<String, Object> text(String text) {
        return item(1, "msg_content", text);
    }

    public static Map<String, Object> linkCard() {
        Map<String, Object> item = item(2, "msg_content", "https://example.com/icon.png");
        item.put("href", "https://example.com/开团");
        item.put("title", "开团啦");
        item.put("desc", "今晚八点");
        return item;
    }

    public static Map<String, Object> image() {
        return item(3, "msg_content", "https://example.com/a.jpg");
    }

    public static Map<String, Object> video() {
        Map<String, Object> item = item(4, "msg_content", "https://example.com/cover.jpg");
        item.put("href", "https://example.com/v.mp4");
        item.put("voice_time", 30);
        return item;
    }

    public static Map<String, Object> voice() {
        Map<String, Object> item = item(5, "msg_content", "https://example.com/v.silk");
        item.put("voice_time", 3);
        return item;
    }

    public static Map<String, Object> file() {
        Map<String, Object> item = item(6, "href", "https://example.com/list.xlsx");
        item.put("title", "list.xlsx");
        return item;
    }

    public static Map<String, Object> contactCard() {
        return item(7, "msg_content", "contact-1");
    }

    public static Map<String, Object> miniProgram() {
        Map<String, Object> item = item(8, "msg_content", base64("{\"page\":\"首页\"}"));
        item.put("href", "https://example.com/cover.jpg");
        item.put("title", "小程序");
        return item;
    }

    public static Map<String, Object> textWithMembers() {
        return item(17, "ats", List.of(Map.of("type", 0, "value", "hello "), Map.of("type", 1, "value", "contact-1")));
    }

    /** All nine, in the order of their types. */
    public static List<Map<String, Object>> ofEveryType() {
        return List.of(
                text("hi"),
                linkCard(),
                image(),
                video(),
                voice(),
                file(),
                contactCard(),
                miniProgram(),
                textWithMembers());
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> item(int type, String field, Object value) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("msg_type", type);
        item.put(field, value);
        return item;
    }
}
