package dev.qunfa.platform;

import dev.qunfa.platform.Outcome.Extent;
import dev.qunfa.platform.Outcome.InDoubt;
import dev.qunfa.platform.Outcome.TokenUnavailable;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * The platform's gateway: makes one attempt to send and says what it proves.
 *
 * <p>It neither repeats nor paces; that is the caller's, who must not have more attempts under way than
 * {@link PlatformConfig#poolSize()}, or the rest waits for connections within its own time. May be called from any
 * thread; all I/O is done on one event loop of its own, see {@code docs/adr/0002}.
 */
@ApplicationScoped
public class PlatformGateway {
    private static final Logger LOG = Logger.getLogger(PlatformGateway.class);
    private static final int TOKEN_CONNECTIONS = 4;

    private final Clock clock;
    private final PlatformConfig config;
    private final Context context;
    private final PlatformHttp http;
    private final PlatformHttp tokenHttp;
    private final RequestOptions request;
    private final AnswerClassifier classifier;
    private final Map<String, TokenSource> tokens = new HashMap<>();

    @Inject
    public PlatformGateway(Vertx vertx, PlatformConfig config, Apps apps, Clock clock) {
        this(vertx, config, apps, clock, new SteadyClock(clock.instant()));
    }

    /** @param steady measures the lives of tokens, which nobody's setting of the wall clock changes */
    PlatformGateway(Vertx vertx, PlatformConfig config, Apps apps, Clock clock, Clock steady) {
        this.clock = clock;
        this.config = config;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.http = new PlatformHttp(vertx, context, config, config.poolSize());
        this.tokenHttp = new PlatformHttp(vertx, context, config, TOKEN_CONNECTIONS);
        this.request = http.request("SendMsgToGroup");
        this.classifier = new AnswerClassifier(config);
        TokenEndpoint endpoint = new TokenEndpoint(tokenHttp, config, clock);
        apps.all().forEach(app -> tokens.put(app.name(), tokenSource(app, endpoint, steady)));
    }

    private TokenSource tokenSource(App app, TokenEndpoint endpoint, Clock steady) {
        return app.access() instanceof App.Fetched fetched
                ? new FetchedToken(app.name(), () -> endpoint.fetch(app, fetched.appSecret()), config.token(), steady)
                : new FixedToken(((App.Fixed) app.access()).accessToken());
    }

    /**
     * Makes one attempt, which starts with the first subscription: at most two POSTs, the second only after the platform
     * refused the first one's token. Its time is the configured time-out or the time to the deadline, whichever is
     * shorter.
     *
     * @return never fails; emits on the gateway's event loop: do not block there. Further subscriptions get the same
     *     outcome and send nothing (I3)
     */
    public Uni<Outcome> send(Post post) {
        return Uni.createFrom().completionStage(() -> begin(post)).memoize().indefinitely();
    }

    /**
     * Lets go of all connections, and has the gateway's name looked up anew before the next is made: it may have moved on. For any
     * thread.
     */
    public void renewConnections() {
        context.runOnContext(v -> {
            http.renew();
            tokenHttp.renew();
        });
    }

    /** Whether the app has an access token at this moment; an app that is not configured needs none. For any thread. */
    public boolean hasToken(String app) {
        TokenSource source = tokens.get(app);
        return source == null || source.isThere();
    }

    /**
     * Whether a message of this app could be sent, as far as its access token goes. Fetches one if there is none, or waits
     * for the fetch under way; it ends within {@link PlatformConfig#timeout()}.
     *
     * @return empty if there is a token, else the sentence why not; never fails; emits on the gateway's event loop
     */
    public Uni<Optional<String>> tokenProblem(String app) {
        return Uni.createFrom().completionStage(() -> {
            var problem = new CompletableFuture<Optional<String>>();
            context.runOnContext(v -> token(app).onComplete(token -> problem.complete(problemOf(token))));
            return problem;
        });
    }

    private Future<Token> token(String app) {
        TokenSource source = tokens.get(app);
        return source == null
                ? Future.failedFuture(new TokenUnavailableException("The app is not configured"))
                : source.token();
    }

    private static Optional<String> problemOf(AsyncResult<Token> token) {
        return token.succeeded() ? Optional.empty() : Optional.of(token.cause().getMessage());
    }

    /** The first message of an app need not wait for its token, and who configured a wrong secret hears of it at once. */
    void start(@Observes @AtStep(StartStep.TOKENS) Starting event) {
        tokens.keySet().forEach(app -> tokenProblem(app).subscribe().with(told -> {}));
    }

    private CompletionStage<Outcome> begin(Post post) {
        var outcome = new CompletableFuture<Outcome>();
        context.runOnContext(v -> Future.succeededFuture(post)
                .compose(this::attempt)
                .onComplete(ended -> outcome.complete(orDoubt(ended))));
        return outcome;
    }

    private Future<Outcome> attempt(Post post) {
        TokenSource source = tokens.get(post.app());
        if (source == null) {
            return Future.succeededFuture(new TokenUnavailable("The app is not configured"));
        }
        var window = AttemptWindow.open(clock, config.timeout(), post.deadline(), post.startBy());
        return new Attempt(post.body(), source, window, new Wire()).run();
    }

    private static Outcome orDoubt(AsyncResult<Outcome> ended) {
        if (ended.succeeded()) {
            return ended.result();
        }
        // Only the class: nobody knows what the message of an exception that nobody expects holds.
        LOG.errorf("An attempt to send ended with %s", ended.cause().getClass().getName());
        return new InDoubt(null, null, null, "An unexpected error", Extent.THIS_ATTEMPT);
    }

    @PreDestroy
    void close() {
        http.close();
        tokenHttp.close();
    }

    /** The real connection to the platform. */
    private final class Wire implements Attempt.Sender {
        @Override
        public Future<CallResult> post(Token token, byte[] body, AttemptWindow window) {
            return http.post(new RequestOptions(request).putHeader("Token", token.value()), body, window);
        }

        @Override
        public Outcome classify(HttpAnswer answer) {
            return classifier.classify(answer, clock.instant());
        }
    }
}
