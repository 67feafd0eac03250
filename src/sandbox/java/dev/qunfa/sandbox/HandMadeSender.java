package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** Sends hand-made callbacks. Runs on the platform's one event loop only. */
final class HandMadeSender {

    private HandMadeSender() {}

    /** Fails with {@link IllegalArgumentException} when there is no such app, no content, or nowhere to send it. */
    static Future<HandMadeCallback.Answer> send(CallbackSender sender, PlatformApp app, HandMadeCallback callback) {
        if (app == null) {
            throw new IllegalArgumentException("no app is registered under this name");
        }
        String url = callback.url() == null ? app.callbackUrl(0) : callback.url();
        if (url == null || callback.content() == null) {
            throw new IllegalArgumentException(url == null ? "the app has no callback_url" : "content is missing");
        }
        Padding padding = callback.padding() == null ? Padding.PKCS7 : callback.padding();
        ObjectNode envelope = sender.envelopeOf(app).seal(callback.text(), padding, callback.numbers(), null);
        if (callback.replace() != null) {
            callback.replace().properties().forEach(each -> envelope.set(each.getKey(), each.getValue()));
        }
        return sender.post(url, envelope, null)
                .map(answer -> new HandMadeCallback.Answer(answer.status(), answer.body()));
    }
}
