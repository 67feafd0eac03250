package dev.qunfa.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qunfa.platform.Outcome.Accepted;
import dev.qunfa.platform.Outcome.InDoubt;
import dev.qunfa.platform.Outcome.NotProcessed;
import dev.qunfa.platform.Outcome.Refused;
import dev.qunfa.platform.Outcome.TokenRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
                "{\"errcode\":99999999999999999999}",
                "{\"errcode\":0",
                "{\"errcode\":0} x"
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
        assertThat(classify(status, "1", "{\"errcode\":0}"))
                .isEqualTo(new InDoubt("The platform answered HTTP " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void i3AStatusThatSaysNotProcessedIsProof(int status) {
        assertThat(classify(status, null, null))
                .isEqualTo(new NotProcessed("The platform answered HTTP " + status, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 404, 405, 410, 413, 422, 451})
    void anyOtherStatusIsARefusalThatNamesIt(int status) {
        assertThat(classify(status, null, "<html>"))
                .isEqualTo(new Refused(null, null, null, "The platform refused the message with HTTP " + status));
    }

    @Test
    void aRefusalByStatusKeepsWhatTheBodySays() {
        assertThat(classify(400, null, "{\"errcode\":5,\"errmsg\":\"e\",\"hint\":\"h\"}"))
                .isEqualTo(new Refused(5L, "e", "h", "The platform refused the message with HTTP 400"));
    }

    @Test
    void aRefusalByStatusIsNoAcceptanceWhateverItsBodyClaims() {
        assertThat(classify(404, null, "{\"errcode\":0}")).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"401,", "403,<html>", "400,'{\"errcode\":1,\"errmsg\":\"bad token\"}'"})
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
        assertThat(classify(429, header, ""))
                .isEqualTo(new NotProcessed("The platform answered HTTP 429", Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "Fri, 01 Jan 2026 00:00:30 GMT", "99999999999999999999"})
    void aRetryAfterThatCannotBeReadIsNoWish(String header) {
        assertThat(classify(503, header, "")).isEqualTo(new NotProcessed("The platform answered HTTP 503", null));
    }

    @Test
    void textsAreCutAndFreedOfWhatCannotBeStored() {
        String errmsg = "a\\u0000\\ud800b\\udc00" + "😀".repeat(1_200);

        var refused = (Refused) classify(200, null, "{\"errcode\":1,\"errmsg\":\"" + errmsg + "\"}");

        assertThat(refused.errmsg()).isEqualTo("ab" + "😀".repeat(998));
    }
}
