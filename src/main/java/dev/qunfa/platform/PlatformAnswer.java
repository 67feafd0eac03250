package dev.qunfa.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The frame of every answer of the gateway: {@code {"data": {…}, "errcode": 0, "errmsg": "", "hint": "…"}}. Whatever has it was said
 * by the platform; what has it not, by something in front of it.
 *
 * @param errcode null in {@link #NONE} only; one that is longer than a {@code long} is the largest, or smallest, there is
 * @param data missing or of any type
 */
record PlatformAnswer(Long errcode, String errmsg, String hint, JsonNode data) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,100}(?:\\.0{1,20})?");
    private static final String MEMBER = "\"%s\"\\s{0,20}:\\s{0,20}\"?([^\"\\\\,}\\s]{1,200})\"?\\s{0,20}[,}]";
    private static final Pattern ERRCODE = Pattern.compile(MEMBER.formatted("errcode"));
    private static final Pattern MSG_SN = Pattern.compile(MEMBER.formatted("msg_sn"));
    private static final Pattern HINT = Pattern.compile(MEMBER.formatted("hint"));

    /** In place of an answer that is absent or cannot be read. */
    static final PlatformAnswer NONE = new PlatformAnswer(null, null, null, MissingNode.getInstance());

    /** Empty if the bytes say no {@code errcode} legibly, which may be a number or a numeric string. */
    static Optional<PlatformAnswer> read(byte[] body) {
        if (body == null) {
            return Optional.empty();
        }
        Optional<ObjectNode> answer = PlatformJson.beginning(body);
        return answer.isPresent() ? answer.flatMap(PlatformAnswer::framed) : gleaned(PlatformJson.text(body));
    }

    private static Optional<PlatformAnswer> framed(JsonNode answer) {
        return errcode(answer.path("errcode"))
                .map(errcode -> new PlatformAnswer(
                        errcode, text(answer.path("errmsg")), text(answer.path("hint")), answer.path("data")));
    }

    /** An object that breaks somewhere, by a quote that is not escaped, say, still tells its errcode, if it tells but one. */
    private static Optional<PlatformAnswer> gleaned(String broken) {
        if (!broken.startsWith("{")) {
            return Optional.empty();
        }
        Optional<String> errcode = only(ERRCODE, broken);
        return errcode.flatMap(code -> errcode(TextNode.valueOf(code))).map(code -> {
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            only(MSG_SN, broken).ifPresent(serial -> data.put("msg_sn", serial));
            return new PlatformAnswer(
                    code, null, PlatformText.clean(only(HINT, broken).orElse(null)), data);
        });
    }

    private static Optional<String> only(Pattern member, String text) {
        Matcher found = member.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        String value = found.group(1);
        return found.find() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Long> errcode(JsonNode node) {
        return Optional.of(node)
                .filter(value -> value.isTextual() || value.isNumber())
                .map(value -> value.asText().strip())
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> saturated(new BigDecimal(text).toBigInteger()));
    }

    private static long saturated(BigInteger errcode) {
        if (errcode.bitLength() < Long.SIZE) {
            return errcode.longValue();
        }
        return errcode.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** The text of a string, number or boolean; null for anything else. */
    static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? PlatformText.clean(node.asText()) : null;
    }
}
