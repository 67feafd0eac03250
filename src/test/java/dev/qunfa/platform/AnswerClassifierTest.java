package dev.qunfa.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qunfa.platform.Outcome.Accepted;
import dev.qunfa.platform.Outcome.Extent;
import dev.qunfa.platform.Outcome.InDoubt;
import dev.qunfa.platform.Outcome.NotProcessed;
import dev.qunfa.platform.Outcome.Refused;
import dev.qunfa.platform.Outcome.TokenRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerClassifierTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AnswerClassifier classifier = new AnswerClassifier(Configurations.platform());

    private Outcome classify(int status, String retryAfter, String body) {
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return classifier.classify(new HttpAnswer(status, retryAfter, bytes), NOW);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(
                        "{\"data\":{\"msg_sn\":\"s\"},\"errcode\":0,\"errmsg\":\"\",\"hint\":\"h\"}",
                        new Accepted("s", "", "h")),
                arguments("{\"data\":{\"msg_sn\":7},\"errcode\":\"0\",\"hint\":7}", new Accepted("7", null, "7")),
                arguments("{\"errcode\":0}", new Accepted(null, null, null)),
                arguments("{\"data\":null,\"errcode\":0,\"errmsg\":null}", new Accepted(null, null, null)),
                arguments("{\"errcode\":0,\"errmsg\":\"token ok\"}", new Accepted(null, "token ok", null)),
                arguments(
                        "{\"errcode\":123,\"errmsg\":\"群不存在\",\"hint\":\"h\"}",
                        new Refused(123L, "群不存在", "h", "The platform refused the message with errcode 123")),
                arguments(
                        "{\"errcode\":\" -1 \"}",
                        new Refused(-1L, null, null, "The platform refused the message with errcode -1")),
                arguments(
                        "{\"errcode\":9,\"errmsg\":\"invalid Access_Token\"}",
                        new TokenRefused(
                                9L,
                                "invalid Access_Token",
                                null,
                                "The platform refused the access token with errcode 9")),
                arguments(
                        "{\"errcode\":9,\"errmsg\":\"令牌过期\"}",
                        new TokenRefused(9L, "令牌过期", null, "The platform refused the access token with errcode 9")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void theErrcodeOfA200DecidesWhatIsProved(String body, Outcome outcome) {
        assertThat(classify(200, null, body)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "[]",
                "0",
                "{}",
                "{\"errcode\":null}",
                "{\"errcode\":true}",
                "{\"errcode\":0.5}",
                "{\"errcode\":\"none\"}",
                "{\"errcode\":0",
                "x {\"errcode\":0}",
                "{\"errcode\":0,\"data\":{\"errcode\":1}"
            })
    void i3AnAnswerThatCannotBeReadIsDoubt(String body) {
        assertThat(classify(200, null, body))
                .isEqualTo(new InDoubt("The platform answered HTTP 200 with an answer that could not be read"));
    }

    @Test
    void i3AnAnswerThatBrokeOffIsDoubt() {
        assertThat(classify(200, null, null)).isInstanceOf(InDoubt.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 408, 500, 501, 502, 504, 505, 520, 599})
    void i3AStatusOfAServerThatMayHavePassedTheRequestOnIsDoubt(int status) {
        assertThat(classify(status, "1", "<html>")).isEqualTo(new InDoubt("The platform answered HTTP " + status));
        assertThat(classify(status, "1", "{\"errcode\":0}")).isInstanceOf(InDoubt.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void i3AStatusThatSaysNotProcessedIsProof(int status) {
        assertThat(classify(status, null, null)).isEqualTo(busy(status, null, null, null, null));
    }

    private static Outcome busy(int status, Long errcode, String errmsg, String hint, Duration retryAfter) {
        return busy(status, errcode, errmsg, hint, retryAfter, status == 503 ? Extent.PLATFORM : Extent.THIS_ATTEMPT);
    }

    private static Outcome busy(
            int status, Long errcode, String errmsg, String hint, Duration retryAfter, Extent extent) {
        return new NotProcessed(errcode, errmsg, hint, "The platform answered HTTP " + status, retryAfter, extent);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aStatusThatSaysNotProcessedKeepsWhatTheBodySays(int status) {
        assertThat(classify(status, "3", "{\"errcode\":45009,\"errmsg\":\"too fast\",\"hint\":\"h\"}"))
                .isEqualTo(busy(status, 45009L, "too fast", "h", Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 504})
    void aStatusThatLeavesDoubtKeepsWhatTheBodySays(int status) {
        assertThat(classify(status, null, "{\"errcode\":-1,\"errmsg\":\"busy\",\"hint\":\"h\"}"))
                .isEqualTo(new InDoubt(-1L, "busy", "h", "The platform answered HTTP " + status, Extent.PLATFORM));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 413, 421, 422, 451})
    void h4WithoutTheFrameSomethingInFrontOfThePlatformSpeaksAndRefusesNoMessage(int status) {
        for (String body :
                Arrays.asList(null, "", "<html>", "{}", "{\"message\":\"no route\"}", "[]", "{\"errcode\":")) {
            assertThat(classify(status, "5", body))
                    .as(body)
                    .isEqualTo(new NotProcessed(
                            null,
                            null,
                            null,
                            "The platform answered HTTP " + status
                                    + " without its usual frame: the request did not get as far",
                            Duration.ofSeconds(5),
                            Extent.PLATFORM));
        }
    }

    @Test
    void aRefusalIsAFrameWithAnErrcodeWhateverTheStatus() {
        for (int status : new int[] {200, 302, 400, 403, 404, 405}) {
            assertThat(classify(status, null, "{\"errcode\":5,\"errmsg\":\"e\",\"hint\":\"h\"}"))
                    .isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF{\"errcode\":0,\"data\":{\"msg_sn\":\"7\"}}",
                "\r\n \t{\"errcode\":0,\"data\":{\"msg_sn\":7}}\n\n",
                "{\"errcode\":0,\"errmsg\":\"a\nb\tc\r\u0001\",\"data\":{\"msg_sn\":7}}",
                "{\"errcode\":1,\"errcode\":\"0\",\"data\":{\"msg_sn\":\"7\"}}",
                "{\"errcode\":0.0,\"data\":{\"msg_sn\":\"7\"},}",
                "{\"errcode\":\"0\",\"errmsg\":\"it's \\'ok\\'\",\"data\":{\"msg_sn\":\"7\"}} trailing",
                "{\"errmsg\":\"said \"ok\" and went\",\"data\":{\"msg_sn\":\"7\"},\"errcode\":0}"
            })
    void whatSaysErrcodeLegiblyIsNeverUnreadable(String body) {
        assertThat(classify(200, null, body))
                .isInstanceOfSatisfying(
                        Accepted.class, accepted -> assertThat(accepted.msgSn()).isEqualTo("7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "\"\"", "[{\"msg_sn\":1}]"})
    void dataMayBeAnything(String data) {
        assertThat(classify(200, null, "{\"data\":" + data + ",\"errcode\":0}"))
                .isEqualTo(new Accepted(null, null, null));
    }

    @Test
    void bytesThatAreNoUtf8AndNumbersBeyondAllMeasureHideNothing() {
        byte[] body = "{\"errmsg\":\"x\",\"errcode\":40035}".getBytes(StandardCharsets.UTF_8);
        body[11] = (byte) 0xff;

        assertThat(classifier.classify(new HttpAnswer(200, null, body), NOW))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.errcode()).isEqualTo(40035L));
        assertThat(classify(200, null, "{\"errcode\":99999999999999999999}")).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate limited",
                "Rate limit exceeded",
                "token bucket is empty",
                "Token-bucket: rate-limited",
                "令牌桶已空",
                "发送频率过高",
                "操作频繁",
                "调用次数超限",
                "too many requests"
            })
    void aLimitOfFrequencyIsARetryWithALongerPauseAndNoTokenProblem(String errmsg) {
        Outcome outcome = classify(200, null, "{\"errcode\":7,\"errmsg\":\"" + errmsg + "\"}");

        assertThat(outcome).isInstanceOfSatisfying(NotProcessed.class, no -> {
            assertThat(no.extent()).isEqualTo(Extent.THIS_ATTEMPT);
            assertThat(no.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    @Test
    void aListedCodeDecidesBeforeWords() {
        var listed = new AnswerClassifier(Configurations.platform("errcodes.token", "7", "errcodes.retry", "8"));

        assertThat(classify(listed, "{\"errcode\":7,\"errmsg\":\"rate limited\"}"))
                .isInstanceOf(TokenRefused.class);
        assertThat(classify(listed, "{\"errcode\":8,\"errmsg\":\"token expired\"}"))
                .isInstanceOf(NotProcessed.class);
    }

    @Test
    void l7WhichStatusesProveThatNothingWasProcessedIsConfigured() {
        var careful = new AnswerClassifier(Configurations.platform("not-processed-statuses", "502,504"));

        for (int status : new int[] {502, 504}) {
            assertThat(careful.classify(new HttpAnswer(status, null, null), NOW))
                    .isEqualTo(busy(status, null, null, null, null, Extent.PLATFORM));
        }
        assertThat(careful.classify(new HttpAnswer(503, null, null), NOW)).isInstanceOf(InDoubt.class);
        assertThat(careful.classify(new HttpAnswer(429, null, null), NOW)).isInstanceOf(NotProcessed.class);
    }

    @Test
    void aRefusalByStatusKeepsWhatTheBodySays() {
        assertThat(classify(400, null, "{\"errcode\":5,\"errmsg\":\"e\",\"hint\":\"h\"}"))
                .isEqualTo(new Refused(5L, "e", "h", "The platform refused the message with HTTP 400"));
    }

    @Test
    void aRefusalByStatusIsNoAcceptanceWhateverItsBodyClaims() {
        assertThat(classify(404, null, "{\"errcode\":0}")).isInstanceOf(InDoubt.class);
    }

    @ParameterizedTest
    @CsvSource({
        "401,",
        "401,<html>",
        "403,'{\"errcode\":1,\"errmsg\":\"bad token\"}'",
        "400,'{\"errcode\":1,\"errmsg\":\"bad token\"}'"
    })
    void aStatusAboutTheTokenIsATokenProblem(int status, String body) {
        assertThat(classify(status, null, body)).isInstanceOf(TokenRefused.class);
    }

    @Test
    void listedErrcodesAreTokenProblemsAndTheTextCanBeSwitchedOff() {
        var listed = new AnswerClassifier(
                Configurations.platform("errcodes.token", "40001, 41000-41099,-3--1", "errmsg.token", ""));

        assertThat(Stream.of("40001", "41000", "41099", "-2", "-3")
                        .map(code -> classify(listed, "{\"errcode\":" + code + "}")))
                .allMatch(TokenRefused.class::isInstance);
        assertThat(Stream.of("40002", "41100", "-4", "1,\"errmsg\":\"token\"")
                        .map(code -> classify(listed, "{\"errcode\":" + code + "}")))
                .allMatch(Refused.class::isInstance);
    }

    private static final AnswerClassifier CONFIGURED = new AnswerClassifier(Configurations.platform(
            "errcodes.retry", "45009,-1,7",
            "errcodes.doubt", "50000-50099,7",
            "errcodes.token", "40001",
            "errmsg.retry", "(?i)too (fast|many)",
            "errmsg.doubt", "(?i)timed? out"));

    static Stream<Arguments> configuredMeanings() {
        return Stream.of(
                arguments("45009,\"errmsg\":\"e\",\"hint\":\"h\"", retry(45009L, "e", "h")),
                arguments("\"-1\"", retry(-1L, null, null)),
                arguments("50042,\"errmsg\":\"e\",\"hint\":\"h\"", doubt(50042L, "e", "h")),
                arguments(
                        "1,\"errmsg\":\"Too many requests\"",
                        retry(1L, "Too many requests", null, Duration.ofSeconds(10))),
                arguments("1,\"errmsg\":\"backend timed out\"", doubt(1L, "backend timed out", null)),
                // Listed twice, or with a text that says otherwise.
                arguments("7", doubt(7L, null, null)),
                arguments("45009,\"errmsg\":\"token timed out\"", retry(45009L, "token timed out", null)),
                arguments("1,\"errmsg\":\"too fast, timed out\"", doubt(1L, "too fast, timed out", null)));
    }

    private static Outcome retry(Long errcode, String errmsg, String hint) {
        return retry(errcode, errmsg, hint, null);
    }

    private static Outcome retry(Long errcode, String errmsg, String hint, Duration retryAfter) {
        String sentence = "The platform did not process the message and answered errcode " + errcode;
        return new NotProcessed(errcode, errmsg, hint, sentence, retryAfter, Extent.THIS_ATTEMPT);
    }

    private static Outcome doubt(Long errcode, String errmsg, String hint) {
        String sentence = "The platform may have taken the message, but answered errcode " + errcode;
        return new InDoubt(errcode, errmsg, hint, sentence, Extent.THIS_ATTEMPT);
    }

    @ParameterizedTest
    @MethodSource("configuredMeanings")
    void anErrcodeOrItsTextMeansWhatTheConfigurationSays(String errcode, Outcome outcome) {
        assertThat(classify(CONFIGURED, "{\"errcode\":" + errcode + "}")).isEqualTo(outcome);
    }

    @Test
    void whatIsNotConfiguredIsRefusedAndZeroIsAcceptedAsEver() {
        assertThat(classify(CONFIGURED, "{\"errcode\":50100}")).isInstanceOf(Refused.class);
        assertThat(classify(CONFIGURED, "{\"errcode\":40001}")).isInstanceOf(TokenRefused.class);
        assertThat(classify(CONFIGURED, "{\"errcode\":0,\"errmsg\":\"too fast, timed out\"}"))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void aConfiguredMeaningHoldsUnderARefusingStatusToo() {
        byte[] body = "{\"errcode\":45009}".getBytes(StandardCharsets.UTF_8);

        var outcome = (NotProcessed) CONFIGURED.classify(new HttpAnswer(400, "30", body), NOW);

        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(CONFIGURED.classify(new HttpAnswer(500, null, body), NOW)).isInstanceOf(NotProcessed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503|                |true",
                "500|                |true",
                "502|{\"errcode\":1}|true",
                "504|                |true",
                "200|<html>          |true",
                "429|                |false",
                "200|{\"errcode\":0}|false",
                "200|{\"errcode\":1}|false",
                "404|                |true",
                "302|                |true",
                "404|{\"errcode\":1}|false",
                "401|                |false",
                "200|{\"errcode\":45009}|false",
                "200|{\"errcode\":50000}|false"
            })
    void onlyABrokenServerSaysThatThePlatformIsDown(int status, String body, boolean down) {
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);

        assertThat(CONFIGURED.classify(new HttpAnswer(status, null, bytes), NOW).saysPlatformIsDown())
                .isEqualTo(down);
    }

    private static Outcome classify(AnswerClassifier classifier, String body) {
        return classifier.classify(new HttpAnswer(200, null, body.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                " 120 |120",
                "999999999|86400",
                "Thu, 01 Jan 2026 00:00:30 GMT|30",
                "Wed, 31 Dec 2025 23:59:30 GMT|0",
                "Thu, 01 Jan 2099 00:00:00 GMT|86400"
            })
    void retryAfterIsReadAsSecondsOrAsADate(String header, long seconds) {
        assertThat(classify(429, header, "")).isEqualTo(busy(429, null, null, null, Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "Fri, 01 Jan 2026 00:00:30 GMT", "99999999999999999999"})
    void aRetryAfterThatCannotBeReadIsNoWish(String header) {
        assertThat(classify(503, header, "")).isEqualTo(busy(503, null, null, null, null));
    }

    @Test
    void textsAreCutAndFreedOfWhatCannotBeStored() {
        String errmsg = "a\\u0000\\ud800b\\udc00" + "😀".repeat(1_200);

        var refused = (Refused) classify(200, null, "{\"errcode\":1,\"errmsg\":\"" + errmsg + "\"}");

        assertThat(refused.errmsg()).isEqualTo("ab" + "😀".repeat(998));
    }
}
