package dev.qunfa.sandbox.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qunfa.sandbox.Json;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Valid items of every message type, as chance has it. One thread. */
final class Items {

    private static final String SHOP = "https://shop.example.com/";
    private static final int LONGEST_TEXT = 300;
    private static final String LETTERS = "群发消息 hello \"quoted\" \\ \n 😀é";

    private final SplittableRandom random;
    private final List<Supplier<ObjectNode>> types = List.of(
            this::text,
            this::text,
            this::link,
            this::image,
            this::video,
            this::voice,
            this::file,
            this::contactCard,
            this::miniProgram,
            this::mentions);

    Items(SplittableRandom random) {
        this.random = random;
    }

    /** A list of {@code count} items, their numbers in order. */
    ArrayNode list(int count) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int number = 1; number <= count; number++) {
            ObjectNode item = JsonNodeFactory.instance.objectNode().put("msg_num", number);
            list.add(item.setAll(types.get(random.nextInt(types.size())).get()));
        }
        return list;
    }

    private ObjectNode text() {
        ObjectNode item = type(1).put("msg_content", words());
        int at = random.nextInt(6);
        if (at == 1) {
            item.put("at", 1).put("at_location", random.nextInt(2));
        } else if (at == 2) {
            item.put("at", 2).putArray("at_contact_id_list").add("contact-" + random.nextInt(100));
        }
        return item;
    }

    private ObjectNode link() {
        return type(2).put("title", words())
                .put("desc", words())
                .put("href", url("link"))
                .put("msg_content", url("icon.png"));
    }

    private ObjectNode image() {
        return type(3).put("msg_content", url("poster.jpg"));
    }

    private ObjectNode video() {
        return type(4).put("msg_content", url("cover.jpg"))
                .put("href", url("video.mp4"))
                .put("voice_time", 1 + random.nextInt(30));
    }

    private ObjectNode voice() {
        return type(5).put("msg_content", url("hello.amr")).put("voice_time", 1 + random.nextInt(60));
    }

    private ObjectNode file() {
        return type(6).put("href", url("list.pdf")).put("title", "价目表.pdf");
    }

    private ObjectNode contactCard() {
        return type(7).put("msg_content", "contact-" + random.nextInt(100));
    }

    private ObjectNode miniProgram() {
        byte[] page = Json.bytes(JsonNodeFactory.instance.objectNode().put("appid", "wx" + random.nextInt(1000)));
        return type(8).put("msg_content", Base64.getEncoder().encodeToString(page))
                .put("href", url("mini.jpg"))
                .put("title", "小程序");
    }

    private ObjectNode mentions() {
        ObjectNode item = type(17);
        item.putArray("ats")
                .add(JsonNodeFactory.instance.objectNode().put("type", 0).put("value", words()))
                .add(JsonNodeFactory.instance.objectNode().put("type", 1).put("value", "contact-1"));
        return item;
    }

    private String words() {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder("x");
        int length = random.nextInt(LONGEST_TEXT);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private String url(String name) {
        return SHOP + random.nextInt(1_000) + "/" + name;
    }

    private static ObjectNode type(int msgType) {
        return JsonNodeFactory.instance.objectNode().put("msg_type", msgType);
    }
}
