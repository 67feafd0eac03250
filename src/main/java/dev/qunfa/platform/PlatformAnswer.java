package dev.qunfa.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The frame of every answer of the gateway: {@code {"data": {…}, "errcode": 0, "errmsg": "", "hint": "…"}}.
 *
 * @param errcode null in {@link #NONE} only
 * @param data missing or of any type
 */
record PlatformAnswer(Long errcode, String errmsg, String hint, JsonNode data) {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    /** In place of an answer that is absent or cannot be read. */
    static final PlatformAnswer NONE = new PlatformAnswer(null, null, null, MissingNode.getInstance());

    /** Empty if the bytes are not a JSON object with an {@code errcode}, which may be a number or a numeric string. */
    static Optional<PlatformAnswer> read(byte[] body) {
        if (body == null) {
            return Optional.empty();
        }
        try {
            // By way of a string: a wrong byte in errmsg must not make the errcode unreadable.
            JsonNode answer = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return errcode(answer.path("errcode"))
                    .map(errcode -> new PlatformAnswer(
                            errcode, text(answer.path("errmsg")), text(answer.path("hint")), answer.path("data")));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> errcode(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Optional.of(node.longValue());
        }
        return Optional.of(node)
                .filter(JsonNode::isTextual)
                .map(text -> text.textValue().strip())
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Long::valueOf);
    }

    /** The text of a string, number or boolean; null for anything else. */
    static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? PlatformText.clean(node.asText()) : null;
    }
}
