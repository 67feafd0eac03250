package dev.qunfa.sandbox;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What a {@link Rule} makes the simulated platform do. An {@link OnAnswer} decides what becomes of the POST (the first
 * rule that applies wins), an {@link OnCallbacks} changes the callbacks (all rules that apply add up).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Effect.RefuseRequest.class, name = "errcode"),
    @JsonSubTypes.Type(value = Effect.HttpStatus.class, name = "http_status"),
    @JsonSubTypes.Type(value = Effect.Hang.class, name = "hang"),
    @JsonSubTypes.Type(value = Effect.CloseBeforeReading.class, name = "close_before_reading"),
    @JsonSubTypes.Type(value = Effect.CloseAfterReading.class, name = "close_after_reading"),
    @JsonSubTypes.Type(value = Effect.Garbage.class, name = "garbage"),
    @JsonSubTypes.Type(value = Effect.EdgePage.class, name = "edge_page"),
    @JsonSubTypes.Type(value = Effect.UntidyAnswer.class, name = "untidy_answer"),
    @JsonSubTypes.Type(value = Effect.SlowAnswer.class, name = "slow_answer"),
    @JsonSubTypes.Type(value = Effect.ExpireTokens.class, name = "expire_tokens"),
    @JsonSubTypes.Type(value = Effect.FailItems.class, name = "fail_items"),
    @JsonSubTypes.Type(value = Effect.LoseCallbacks.class, name = "lose_callbacks"),
    @JsonSubTypes.Type(value = Effect.DuplicateCallbacks.class, name = "duplicate_callbacks"),
    @JsonSubTypes.Type(value = Effect.ReorderCallbacks.class, name = "reorder_callbacks"),
    @JsonSubTypes.Type(value = Effect.ContradictCallbacks.class, name = "contradict_callbacks"),
    @JsonSubTypes.Type(value = Effect.CallbacksBeforeAnswer.class, name = "callbacks_before_answer"),
    @JsonSubTypes.Type(value = Effect.DelayCallbacks.class, name = "delay_callbacks"),
    @JsonSubTypes.Type(value = Effect.PadCallbacks.class, name = "pad_callbacks"),
    @JsonSubTypes.Type(value = Effect.NumericEnvelope.class, name = "numeric_envelope"),
    @JsonSubTypes.Type(value = Effect.UntidyCallbacks.class, name = "untidy_callbacks")
})
public sealed interface Effect {

    /** Decides what becomes of the POST. */
    sealed interface OnAnswer extends Effect {}

    /** Changes the callbacks of a request that was taken. */
    sealed interface OnCallbacks extends Effect {}

    /** The platform refuses the request: HTTP 200 with this errcode, no callbacks. */
    record RefuseRequest(int errcode, String errmsg) implements OnAnswer {}

    /**
     * Another HTTP status, no callbacks unless {@code taken}.
     *
     * @param retryAfter value of the Retry-After header, null for none
     */
    record HttpStatus(int status, String retryAfter, boolean taken) implements OnAnswer {}

    /** No answer for as long as the client keeps the connection; callbacks come if {@code taken}. */
    record Hang(boolean taken) implements OnAnswer {}

    /**
     * Drops the connection and the request. A rule without a prefix does so at the request's head, its body unread; one
     * with a prefix has to read the body to know the msg_id.
     */
    record CloseBeforeReading() implements OnAnswer {}

    /** Takes the request, then drops the connection instead of answering; callbacks come. */
    record CloseAfterReading() implements OnAnswer {}

    /** Answers 200 with something that is not JSON; callbacks come if {@code taken}. */
    record Garbage(boolean taken) implements OnAnswer {}

    /**
     * Something in front of the platform answers with a page of its own, and the platform never hears of the request.
     *
     * @param status such as 302, 403, 404 or 405; a redirect leads back to where it came from
     */
    record EdgePage(int status) implements OnAnswer {}

    /** Takes the request, and answers as an untidy writer and a proxy would. */
    record UntidyAnswer(Untidiness how) implements OnAnswer {}

    /** Answers as usual, but this much later. */
    record SlowAnswer(long millis) implements OnAnswer {}

    /** All fetched tokens expire now, so this request is refused for its token (fixed tokens go on working). */
    record ExpireTokens() implements OnAnswer {}

    /**
     * Items come back with {@code send_res} false.
     *
     * @param msgNums which items; null or empty: all
     * @param errMsg null: the sensitive-word error
     */
    record FailItems(List<Integer> msgNums, String errMsg) implements OnCallbacks {}

    /** Callbacks that never come: of these items, or of all when null or empty. */
    record LoseCallbacks(List<Integer> msgNums) implements OnCallbacks {}

    /** Every callback is delivered {@code copies} times more, side by side with the first. */
    record DuplicateCallbacks(int copies) implements OnCallbacks {}

    /** Callbacks come one after the other, the last item's first. */
    record ReorderCallbacks() implements OnCallbacks {}

    /** Each callback is followed, once it was answered, by one with the opposite result. */
    record ContradictCallbacks() implements OnCallbacks {}

    /** Callbacks are delivered and answered (3 s at most) before the POST itself is answered. */
    record CallbacksBeforeAnswer() implements OnCallbacks {}

    /** Callbacks come this much later than usual. */
    record DelayCallbacks(long millis) implements OnCallbacks {}

    /** Content padded this way; without such a rule PKCS#7. */
    record PadCallbacks(Padding padding) implements OnCallbacks {}

    /** Nonce and timestamp of the envelope are JSON numbers. */
    record NumericEnvelope() implements OnCallbacks {}

    /** Envelope and content as an untidy writer and a proxy would make them. */
    record UntidyCallbacks(Untidiness how) implements OnCallbacks {}
}
