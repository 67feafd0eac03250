package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Delivers callbacks: a bounded number at once, each again with a doubling backoff until its answer contains
 * {@code success} or its tries are used up. Runs on the platform's one event loop only.
 */
final class CallbackSender {

    private static final int ANSWER_KEPT = 200;

    /** What a receiver answered: status 0 and the failure's text when there was no answer. */
    record Answer(int status, String body, long sentAt) {
        boolean isTaken() {
            return body.contains("success");
        }
    }

    private static final class Chain {
        private final Deque<Callback> left;
        private final Runnable firstTryDone;
        private int attempt;

        Chain(List<Callback> callbacks, Runnable firstTryDone) {
            this.left = new ArrayDeque<>(callbacks);
            this.firstTryDone = firstTryDone;
        }
    }

    private final Vertx vertx;
    private final HttpClient client;
    private final PlatformOptions.CallbackDelivery options;
    private final DeliveryJournal journal;
    private final Deque<Chain> waiting = new ArrayDeque<>();
    private final Map<PlatformApp, Envelope> envelopes = new HashMap<>();
    private volatile int inFlight;
    private volatile int planned;
    private boolean stopped;
    private long turn;

    CallbackSender(Vertx vertx, PlatformOptions.CallbackDelivery options, DeliveryJournal journal) {
        this.vertx = vertx;
        this.options = options;
        this.journal = journal;
        HttpClientOptions http = new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true);
        this.client = vertx.createHttpClient(http, new PoolOptions().setHttp1MaxSize(options.inFlight()));
    }

    /**
     * Queues chains for delivery.
     *
     * @param firstTryDone called once per chain when its first callback was answered or given up the first time
     */
    void send(List<List<Callback>> chains, Runnable firstTryDone) {
        chains.forEach(each -> waiting.add(new Chain(each, firstTryDone)));
        pump();
    }

    /** The same, {@code millis} from now. */
    void sendLater(long millis, List<List<Callback>> chains, Runnable firstTryDone) {
        later(millis, () -> send(chains, firstTryDone));
    }

    /**
     * Sends one envelope once and tells what came back; never fails.
     *
     * @param untidy how it is written; null: as JSON should be
     */
    Future<Answer> post(String url, JsonNode envelope, Untidiness untidy) {
        long sentAt = System.currentTimeMillis();
        RequestOptions request = new RequestOptions()
                .setAbsoluteURI(url)
                .setMethod(HttpMethod.POST)
                .putHeader("content-type", "application/json; charset=UTF-8")
                .setTimeout(options.timeout().toMillis());
        if (untidy == Untidiness.GZIP) {
            request.putHeader("content-encoding", "gzip");
        }
        return client.request(request)
                .compose(each -> each.send(
                        Buffer.buffer(untidy == null ? Json.bytes(envelope) : untidy.bytes(envelope.toString()))))
                .compose(response -> answer(response, sentAt))
                .otherwise(failure -> new Answer(0, failure.getClass().getSimpleName(), sentAt));
    }

    /** Sends no more; what is on the wire goes on. */
    void stop() {
        stopped = true;
        waiting.clear();
    }

    Envelope envelopeOf(PlatformApp app) {
        return envelopes.computeIfAbsent(app, Envelope::new);
    }

    int inFlight() {
        return inFlight;
    }

    int waiting() {
        return waiting.size();
    }

    private static Future<Answer> answer(HttpClientResponse response, long sentAt) {
        return response.body().map(body -> new Answer(response.statusCode(), body.toString(), sentAt));
    }

    int planned() {
        return planned;
    }

    private void later(long millis, Runnable action) {
        if (millis <= 0) {
            action.run();
            return;
        }
        planned = planned + 1;
        vertx.setTimer(millis, timer -> {
            try {
                action.run();
            } finally {
                planned = planned - 1;
            }
        });
    }

    private void pump() {
        while (!stopped && inFlight < options.inFlight() && !waiting.isEmpty()) {
            deliver(waiting.remove());
        }
    }

    private void deliver(Chain chain) {
        Callback callback = chain.left.peek();
        Callback.Style style = callback.style();
        inFlight = inFlight + 1;
        chain.attempt++;
        JsonNode envelope =
                envelopeOf(callback.app()).seal(callback.content(), style.padding(), style.numbers(), style.untidy());
        String url = callback.app().callbackUrl(turn);
        turn = turn + 1;
        post(url, envelope, style.untidy()).onSuccess(answer -> answered(chain, callback, answer));
    }

    private void answered(Chain chain, Callback callback, Answer answer) {
        inFlight = inFlight - 1;
        record(callback, chain.attempt, answer);
        if (chain.attempt == 1) {
            chain.firstTryDone.run();
        }
        if (answer.isTaken()) {
            goOn(chain);
        } else {
            retry(chain);
        }
        pump();
    }

    private void goOn(Chain chain) {
        chain.left.remove();
        chain.attempt = 0;
        if (!chain.left.isEmpty()) {
            waiting.add(chain);
        }
    }

    private void retry(Chain chain) {
        if (chain.attempt >= options.tries()) {
            journal.gaveUp();
            goOn(chain);
            return;
        }
        long backoff = options.backoff().toMillis() << Math.min(chain.attempt - 1, 16);
        later(Math.max(1, Math.min(backoff, TimeUnit.MINUTES.toMillis(10))), () -> {
            waiting.add(chain);
            pump();
        });
    }

    private void record(Callback callback, int attempt, Answer answer) {
        String text = answer.body();
        journal.add(new Delivery(
                journal.nextSeq(),
                callback.app().name(),
                callback.target().msgId(),
                callback.msgNum(),
                callback.sendRes(),
                attempt,
                answer.sentAt(),
                System.currentTimeMillis(),
                answer.status(),
                answer.isTaken(),
                text.length() > ANSWER_KEPT ? text.substring(0, ANSWER_KEPT) : text));
    }
}
