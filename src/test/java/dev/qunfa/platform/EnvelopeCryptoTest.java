package dev.qunfa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qunfa.platform.OpenResult.Opened;
import dev.qunfa.platform.OpenResult.Unauthorized;
import dev.qunfa.platform.OpenResult.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCryptoTest {
    private static final App LONG = app("long", "app-long", "abcdefghijklmnopqrstuvwxyz012345");
    private static final App SHORT = app("short", "app-short", "0123456789abcdef");

    private final EnvelopeCrypto crypto = new EnvelopeCrypto(Configurations.apps(LONG, SHORT));

    private static App app(String name, String appKey, String aesKey) {
        return new App(name, appKey, new App.Fixed("t"), new App.CallbackKeys("callback-token", aesKey));
    }

    private OpenResult open(String body) {
        return crypto.open(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "envelopes.tsv", delimiter = '\t', quoteCharacter = '\u0001')
    void envelopesThatOpensslAndMd5sumMade(String name, String expected, String body, String event) throws Exception {
        OpenResult result = open(body);

        switch (expected) {
            case "OPENED" ->
                assertThat(result)
                        .isEqualTo(new Opened(
                                body.contains("app-short") ? SHORT : LONG, new ObjectMapper().readTree(event)));
            case "UNAUTHORIZED" -> assertThat(result).isInstanceOf(Unauthorized.class);
            default ->
                assertThat(result)
                        .isEqualTo(new Unreadable("The encoding_content cannot be decrypted to a JSON object"));
        }
    }

    @Test
    void lineBreaksInBase64AreNoContentButAreSigned() {
        // openssl enc -aes-256-cbc -base64 without -A; signed over the text with its line feeds.
        String content =
                """
                sei0PzO5wvDxm3JLy1crabBIDHcwY5e1KI3zkquJ5eCojVwVqYV3EhTGMjYGZOtS\\n\
                F68lLh0G+DGmDV35zQtTjHRkpeL9bZj2z+AG9M71VmmL2V/WOYVWPvuTqO0M3uPJ\\n\
                RnhO4cUUWIpv52NZcUoyxAKALrpfCB/Kv/F6C1Fp8Yg=\\n""";

        OpenResult result = open(
                """
                {"app_key":"app-long","nonce":"n0nce","timestamp":"1700000000",
                 "signature":"5407207584781bc02d3660dd1432b18f","encoding_content":"%s"}"""
                        .formatted(content));

        assertThat(result).isInstanceOf(Opened.class);
    }

    @Test
    void rawLineBreaksAByteOrderMarkAndCompressionMakeNoDifference() throws IOException {
        String body =
                """
                \uFEFF
                {"app_key":"app-long","nonce":"n0nce","timestamp":"1700000000","more":"a\tb",
                 "signature":"5407207584781bc02d3660dd1432b18f","encoding_content":"%s"}
                """
                        .formatted(
                                """
                                sei0PzO5wvDxm3JLy1crabBIDHcwY5e1KI3zkquJ5eCojVwVqYV3EhTGMjYGZOtS
                                F68lLh0G+DGmDV35zQtTjHRkpeL9bZj2z+AG9M71VmmL2V/WOYVWPvuTqO0M3uPJ
                                RnhO4cUUWIpv52NZcUoyxAKALrpfCB/Kv/F6C1Fp8Yg=
                                """);
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(open(body)).isInstanceOf(Opened.class);
        assertThat(crypto.open(packed.toByteArray())).isEqualTo(open(body));
    }

    @Test
    void i8ABodyIsInflatedToItsBoundOnly() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[64 * 1024 * 1024]);
        }

        assertThat(packed.size()).isLessThan(EnvelopeCrypto.MAX_BODY);
        assertThat(crypto.open(packed.toByteArray())).isInstanceOf(Unreadable.class);
    }

    @Test
    void numbersStayAsTheyAreWritten() {
        OpenResult result = open(
                """
                {"app_key":"app-long","nonce":"n","timestamp":"1","signature":"bbc9d0f294545827f4f4bb9fd7a2e0bc","encoding_content":"\
                q6fJIqaCjmrI6kcMubQfiitpOhUM7IaotzAU6AldcxK6\
                d6Xq3nw270jnzcl4Hu11Nvj/hWmPDocDZ5CILAoS6A=="}""");

        assertThat(result).isInstanceOfSatisfying(Opened.class, opened -> assertThat(opened.event())
                .hasToString("{\"event_type\":1,\"a\":1.50,\"b\":1E+400,\"c\":12345678901234567890}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{\"app_key\":\"app-long\"",
                "{\"app_key\":\"app-long\"} {}",
                "{\"app_key\":{}}",
                "{\"app_key\":\"a\",\"nonce\":true}"
            })
    void aBodyThatIsNoEnvelopeIsUnreadable(String body) {
        assertThat(open(body)).isEqualTo(new Unreadable("The body is not a JSON object with the fields of a callback"));
    }

    @Test
    void aBodyInAnotherEncodingIsUnreadable() {
        assertThat(crypto.open("{}".getBytes(StandardCharsets.UTF_16LE))).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"app_key\":null}",
                "{\"app_key\":7}",
                "{\"app_key\":\"app-long\"}",
                "{\"app_key\":\"a\",\"app_key\":\"app-long\"}"
            })
    void anEnvelopeThatNobodyVouchesForIsUnauthorized(String body) {
        assertThat(open(body)).isInstanceOf(Unauthorized.class);
    }

    @Test
    void i10NothingOfASecretIsShown() {
        assertThat(LONG.toString())
                .doesNotContain("callback-token", "abcdefghijklmnop")
                .contains("app-long");
        assertThat(CallbackEnvelope.read("{\"nonce\":\"x\"}".getBytes(StandardCharsets.UTF_8)))
                .hasToString("Optional[CallbackEnvelope[***]]");
    }
}
