package dev.qunfa.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.platform.OpenResult.Opened;
import dev.qunfa.platform.OpenResult.Unauthorized;
import dev.qunfa.platform.OpenResult.Unreadable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Opens the envelopes of callbacks: whose it is, whether the signature is right, what it says; in this order, so that
 * nothing is decrypted for a stranger. For any thread; does no I/O.
 */
@ApplicationScoped
public class EnvelopeCrypto {
    /** In bytes: as large as a callback may be that is not compressed. */
    public static final int MAX_BODY = 256 * 1024;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

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
        Optional<byte[]> inflated = Gzip.inflated(body, MAX_BODY);
        if (inflated.isEmpty()) {
            return new Unreadable("The body is compressed, and broken or larger than " + MAX_BODY + " bytes");
        }
        Optional<CallbackEnvelope> read = CallbackEnvelope.read(inflated.get());
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
            // Lines of 76 characters, as mail has them.
            String oneLine = BLANKS.matcher(base64).replaceAll("");
            return Optional.of(Base64.getDecoder().decode(oneLine.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> event(CallbackKey.Plain plain) {
        return PlatformJson.object(Arrays.copyOf(plain.bytes(), plain.length())).map(JsonNode.class::cast);
    }
}
