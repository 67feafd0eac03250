package dev.qunfa.sandbox;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The platform's gateway as far as it is known: GetAccessToken, SendMsgToGroup with its checks, and signed and encrypted
 * callbacks that are repeated until they are taken. {@link Rule}s make it misbehave; it keeps the record of every POST.
 *
 * <p>Everything happens on one event loop of its own, which takes several thousand messages a second. All public methods
 * may be called by any thread. The same can be done over HTTP under {@code /admin}.
 */
public final class SimulatedPlatform implements AutoCloseable {

    private static final String GATEWAY = "/gateway/qopen/";
    private static final int ACCEPT_BACKLOG = 1_024;
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final Vertx vertx;
    private final Context context;
    private final Tokens tokens;
    private final RuleBook rules = new RuleBook();
    private final PostJournal posts = new PostJournal();
    private final DeliveryJournal deliveries = new DeliveryJournal();
    private final Latencies latencies;
    private final CallbackSender sender;
    private final Gateway gateway;
    private final AdminApi admin = new AdminApi(this);
    private final HttpServer server;

    private SimulatedPlatform(PlatformOptions options) {
        this.vertx = Vertx.vertx(vertxOptions());
        this.context = vertx.getOrCreateContext();
        this.tokens = new Tokens(options.tokenLifetime());
        this.latencies = new Latencies(
                options.answerLatency().toMillis(), options.callbackLatency().toMillis());
        this.sender = new CallbackSender(vertx, options.callbacks(), deliveries);
        this.gateway = new Gateway(vertx, tokens, rules, posts, sender, latencies);
        options.apps().forEach(tokens::register);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(options.listen())
                        .setPort(FreePort.orAny(options.port()))
                        .setTcpNoDelay(true)
                        .setAcceptBacklog(ACCEPT_BACKLOG))
                .requestHandler(this::route);
    }

    /** Starts the platform and returns once it listens; fails when its port is taken. */
    public static SimulatedPlatform start(PlatformOptions options) {
        SimulatedPlatform platform = new SimulatedPlatform(options);
        try {
            await(platform.server.listen());
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    /** The address that the service takes as the platform's base URL. */
    public String baseUrl() {
        return "http://localhost:" + port();
    }

    public int port() {
        return server.actualPort();
    }

    /** Adds an app, or replaces the one with its app_key; callbacks that are planned already keep their old address. */
    public void register(PlatformApp app) {
        tokens.register(app);
    }

    /** The registered apps, secrets included. */
    public Collection<PlatformApp> apps() {
        return tokens.apps();
    }

    /** Puts a rule in force, after those that are in force already. */
    public void apply(Rule rule) {
        rules.add(rule);
    }

    public List<Rule> rules() {
        return rules.list();
    }

    public void clearRules() {
        rules.clear();
    }

    /** From now on, the time to an answer, and from there to the callbacks. */
    public void setLatencies(long answerMillis, long callbackMillis) {
        latencies.set(answerMillis, callbackMillis);
    }

    /** All fetched tokens expire now; fixed ones go on working. */
    public void expireTokens() {
        tokens.expireAll();
    }

    /** Every POST since the start or the last {@link #forget()}, without bodies. */
    public List<Post> posts() {
        return posts.list(each -> true, EVERYTHING, false);
    }

    /** The POSTs of one message, with their bodies. */
    public List<Post> postsOf(String msgId) {
        return posts.list(each -> msgId.equals(each.msgId()), EVERYTHING, true);
    }

    /** The POSTs of all messages whose msg_id starts with {@code prefix}, with their bodies as far as they are kept. */
    public List<Post> postsOfAll(String prefix) {
        return posts.list(each -> each.msgId() != null && each.msgId().startsWith(prefix), EVERYTHING, true);
    }

    List<Post> posts(Predicate<PostEntry> filter, int limit, boolean withBodies) {
        return posts.list(filter, limit, withBodies);
    }

    /** The newest deliveries of callbacks (200,000 at most), oldest first. */
    public List<Delivery> deliveries() {
        return deliveries.list(each -> true, EVERYTHING);
    }

    /** The deliveries of one message's callbacks, oldest first. */
    public List<Delivery> deliveriesOf(String msgId) {
        return deliveries.list(each -> msgId.equals(each.msgId()), EVERYTHING);
    }

    List<Delivery> deliveries(Predicate<Delivery> filter, int limit) {
        return deliveries.list(filter, limit);
    }

    public PlatformStats stats() {
        return new PlatformStats(
                posts.size(),
                deliveries.sent(),
                deliveries.taken(),
                deliveries.givenUp(),
                sender.inFlight(),
                sender.waiting(),
                sender.planned());
    }

    /** Forgets all POSTs and deliveries; rules, apps and tokens stay. */
    public void forget() {
        posts.clear();
        deliveries.clear();
    }

    /**
     * Sends one callback once. Status 0 says that nothing came back; the stage fails with
     * {@link IllegalArgumentException} only, when the app is not known or there is nothing or nowhere to send.
     */
    public CompletionStage<HandMadeCallback.Answer> send(HandMadeCallback callback) {
        Promise<HandMadeCallback.Answer> answer = Promise.promise();
        context.runOnContext(nothing -> {
            try {
                sendNow(callback).onComplete(answer);
            } catch (IllegalArgumentException e) {
                answer.fail(e);
            }
        });
        return answer.future().toCompletionStage();
    }

    /** As {@link #send}, for callers on the event loop. */
    Future<HandMadeCallback.Answer> sendNow(HandMadeCallback callback) {
        return HandMadeSender.send(sender, tokens.named(callback.app()), callback);
    }

    /** Stops listening and calling back; requests without an answer lose their connection. */
    @Override
    public void close() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(nothing -> {
            sender.stop();
            stopped.complete();
        });
        await(stopped.future());
        await(vertx.close());
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith("/admin")) {
            admin.handle(request);
        } else if (request.method() == HttpMethod.POST && path.equals(GATEWAY + "SendMsgToGroup")) {
            gateway.sendMsgToGroup(request);
        } else if (request.method() == HttpMethod.POST && path.equals(GATEWAY + "GetAccessToken")) {
            gateway.getAccessToken(request);
        } else {
            new Exchange(request).status(404, null);
        }
    }

    private static VertxOptions vertxOptions() {
        FileSystemOptions noFiles =
                new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(noFiles);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the simulated platform failed", e.getCause());
        }
    }
}
