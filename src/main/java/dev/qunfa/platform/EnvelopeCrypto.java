package dev.qunfa.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.qunfa.platform.OpenResult.Opened;
import dev.qunfa.platform.OpenResult.Unauthorized;
import dev.qunfa.platform.OpenResult.Unreadable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens the envelopes of callbacks: whose it is, whether the signature is right, what it says; in this order, so that
 * nothing is decrypted for a stranger. For any thread; does no I/O.
 */
@ApplicationScoped
public class EnvelopeCrypto {
    /** Clients in the field meet raw line breaks within the texts. Numbers stay as they are written. */
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    /** Which of the two it is would tell a stranger which keys are known. */
    private static final Unauthorized STRANGER =
            new Unauthorized("The app_key is not configured here, or the signature is missing or wrong");

    private final Apps apps;
    private final Map<String, CallbackKey> keys;

    public EnvelopeCrypto(Apps apps) {
        this.apps = apps;
        this.keys = apps.all().stream()
                .map(App::callbackKeys)
                .map(App.CallbackKeys::encodingAesKey)
                .distinct()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), CallbackKey::new));
    }

    /** Never throws for what the body holds. */
    public OpenResult open(byte[] body) {
        Optional<CallbackEnvelope> read = CallbackEnvelope.read(body);
        if (read.isEmpty()) {
            return new Unreadable("The body is not a JSON object with the fields of a callback");
        }
        CallbackEnvelope envelope = read.get();
        Optional<App> app = apps.withAppKey(envelope.appKey());
        if (app.isEmpty() || !envelope.isSignedWith(app.get().callbackKeys().token())) {
            return STRANGER;
        }
        return open(app.get(), envelope);
    }

    private OpenResult open(App app, CallbackEnvelope envelope) {
        CallbackKey key = keys.get(app.callbackKeys().encodingAesKey());
        return encrypted(envelope.encodingContent())
                .flatMap(key::decrypt)
                .flatMap(EnvelopeCrypto::event)
                .<OpenResult>map(event -> new Opened(app, event))
                .orElseGet(() -> new Unreadable("The encoding_content cannot be decrypted to a JSON object"));
    }

    private static Optional<byte[]> encrypted(String base64) {
        try {
            String oneLine = base64.indexOf('\n') < 0 && base64.indexOf('\r') < 0
                    ? base64
                    : base64.replace("\n", "").replace("\r", "");
            return Optional.of(Base64.getDecoder().decode(oneLine.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> event(CallbackKey.Plain plain) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain.bytes(), 0, plain.length()))
                    .toString();
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
