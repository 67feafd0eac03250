package dev.qunfa.platform;

import static dev.qunfa.platform.Configurations.FETCHING;
import static dev.qunfa.platform.Configurations.FIXED;
import static dev.qunfa.platform.ScriptedServer.accepted;
import static dev.qunfa.platform.ScriptedServer.json;
import static dev.qunfa.platform.ScriptedServer.raw;
import static dev.qunfa.platform.ScriptedServer.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.qunfa.AdjustableClock;
import dev.qunfa.platform.Outcome.Accepted;
import dev.qunfa.platform.Outcome.DeadlinePassed;
import dev.qunfa.platform.Outcome.Extent;
import dev.qunfa.platform.Outcome.InDoubt;
import dev.qunfa.platform.Outcome.NotProcessed;
import dev.qunfa.platform.Outcome.Refused;
import dev.qunfa.platform.Outcome.TokenRefused;
import dev.qunfa.platform.Outcome.TokenUnavailable;
import dev.qunfa.platform.ScriptedServer.Step;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformGatewayTest {
    private static final String SEND = "SendMsgToGroup";
    private static final String FETCH = "GetAccessToken";
    private static final byte[] BODY = "{\"msg_id\":\"开团 😀\"}".getBytes(StandardCharsets.UTF_8);
    private static final Outcome ACCEPTED = new Accepted("sn-1", "", "h-1");
    private static final Step SILENT = socket -> {};

    private static Vertx vertx;

    private final ScriptedServer server = new ScriptedServer(vertx);
    private final AdjustableClock clock = new AdjustableClock();
    private PlatformGateway gateway;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        server.close();
    }

    private Outcome send(String app, Instant deadline, String... config) {
        return begin(app, deadline, config).join();
    }

    private CompletableFuture<Outcome> begin(String app, Instant deadline, String... config) {
        if (gateway == null) {
            gateway = gateway(server.url() + "/prefix/", clock, config);
        }
        return gateway.send(new Post(app, BODY, deadline, null)).subscribeAsCompletionStage();
    }

    private PlatformGateway gateway(String url, Clock time, String... config) {
        var all = new ArrayList<>(List.of("base-url", url));
        all.addAll(List.of(config));
        return new PlatformGateway(
                vertx,
                Configurations.platform(all.toArray(String[]::new)),
                Configurations.apps(FETCHING, FIXED),
                time,
                time);
    }

    @Test
    void theRequestCarriesTheTokenAndTheBodyByteForByte() {
        server.on(SEND, accepted());

        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);

        var request = server.seen(SEND).get(0);
        assertThat(request.head()).startsWith("POST /prefix/gateway/qopen/SendMsgToGroup HTTP/1.1\r\n");
        assertThat(request.header("content-type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(request.header("token")).isEqualTo("fixed-token");
        assertThat(request.body()).isEqualTo(BODY);
        assertThat(server.seen(FETCH)).isEmpty();
    }

    @Test
    void connectionsAreKeptAliveAndUsedAgain() {
        server.on(SEND, accepted());

        IntStream.range(0, 20).forEach(i -> assertThat(send("fixed", null)).isEqualTo(ACCEPTED));

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void noMoreConnectionsAreMadeThanThePoolHas() {
        server.on(SEND, accepted());

        var outcomes = IntStream.range(0, 6)
                .mapToObj(i -> begin("fixed", null, "pool-size", "3"))
                .toList();

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).isEqualTo(ACCEPTED));
        assertThat(server.connections()).isLessThanOrEqualTo(3);
    }

    @Test
    void i3OneAttemptIsSentOnceHoweverOftenItIsSubscribedTo() {
        server.on(SEND, accepted());
        gateway = gateway(server.url(), clock);
        var attempt = gateway.send(new Post("fixed", BODY, null, null));

        assertThat(attempt.await().indefinitely()).isEqualTo(ACCEPTED);
        assertThat(attempt.await().indefinitely()).isEqualTo(ACCEPTED);
        assertThat(server.seen(SEND)).hasSize(1);
    }

    @Test
    void i3ARefusedConnectionProvesThatNothingWasSent() {
        server.close();

        Outcome outcome = send("fixed", null);

        assertThat(outcome).isEqualTo(NotProcessed.unreached("The platform could not be connected to"));
        assertThat(outcome.saysPlatformIsDown()).isTrue();
    }

    @Test
    void i3AnUnknownHostProvesThatNothingWasSent() {
        gateway = gateway("http://no-such-host.invalid", clock);

        assertThat(send("fixed", null))
                .isEqualTo(NotProcessed.unreached("The platform's host name could not be resolved"));
    }

    @Test
    void i3WaitingForAConnectionInVainProvesThatNothingWasSent() {
        server.on(SEND, SILENT);
        var first = begin("fixed", null, "pool-size", "1", "timeout", "600ms");
        await().until(() -> server.seen(SEND).size() == 1);
        var impatient = begin("fixed", AdjustableClock.START.plusMillis(100));

        assertThat(impatient.join()).isEqualTo(NotProcessed.unreached("No connection to the platform in time"));
        assertThat(first.join()).isInstanceOf(InDoubt.class);
        assertThat(server.seen(SEND)).hasSize(1);
    }

    @Test
    void i3WhatTheWaitingLineHasNoRoomForIsNotSent() {
        server.on(SEND, SILENT);
        begin("fixed", null, "pool-size", "1", "timeout", "600ms");
        await().until(() -> server.seen(SEND).size() == 1);
        var waiting = List.of(begin("fixed", null), begin("fixed", null));

        assertThat(send("fixed", null))
                .isEqualTo(NotProcessed.unreached("Too many requests wait for a connection to the platform"));
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void i3NoAnswerInTimeIsDoubt() {
        server.on(SEND, SILENT);

        assertThat(send("fixed", null, "timeout", "200ms"))
                .isEqualTo(new InDoubt("The platform did not answer in time"));
    }

    @Test
    void i3AConnectionThatClosesInsteadOfAnAnswerIsDoubt() {
        server.on(SEND, socket -> socket.close());

        Outcome outcome = send("fixed", null);

        assertThat(outcome).isEqualTo(new InDoubt("The connection was lost before the platform answered"));
        assertThat(outcome.saysPlatformIsDown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"errcode\":0}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\n\r\n{\"errcode\":",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void i3AnAnswerThatIsNoneIsDoubt(String answer) {
        server.on(SEND, socket -> socket.write(answer).onComplete(v -> socket.close()));

        assertThat(send("fixed", null)).isInstanceOf(InDoubt.class);
    }

    @Test
    void i3AnAnswerThatStopsHalfWayIsDoubt() {
        server.on(SEND, raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"errcode\":0}"));

        assertThat(send("fixed", null, "timeout", "200ms")).isInstanceOf(InDoubt.class);
    }

    @Test
    void i8AnOversizedAnswerIsNotReadToItsEnd() {
        server.on(SEND, json(200, "{\"errcode\":0,\"errmsg\":\"" + "x".repeat(70_000) + "\"}"), accepted());

        assertThat(send("fixed", null)).isInstanceOf(InDoubt.class);
        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);
    }

    @Test
    void i3AStatusIsProofEvenIfItsBodyBreaksOff() {
        String answer = "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 100\r\n\r\nbusy";
        server.on(SEND, socket -> socket.write(answer).onComplete(v -> socket.close()));

        assertThat(send("fixed", null))
                .isEqualTo(new NotProcessed(
                        null, null, null, "The platform answered HTTP 503", Duration.ofSeconds(7), Extent.PLATFORM));
    }

    @Test
    void redirectsAreNotFollowed() {
        server.on(SEND, raw("HTTP/1.1 307 Moved\r\nLocation: " + server.url() + "/x\r\nContent-Length: 0\r\n\r\n"));

        assertThat(send("fixed", null))
                .isEqualTo(new NotProcessed(
                        null,
                        null,
                        null,
                        "The platform answered HTTP 307 without its usual frame: the request did not get as far",
                        null,
                        Extent.PLATFORM));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void anAppThatIsNotConfiguredSendsNothing() {
        assertThat(send("gone", null)).isEqualTo(new TokenUnavailable("The app is not configured"));
    }

    @Test
    void i4NothingIsSentAtOrAfterTheDeadline() {
        assertThat(send("fixed", AdjustableClock.START)).isEqualTo(new DeadlinePassed());
        assertThat(send("default", AdjustableClock.START.minusSeconds(1))).isEqualTo(new DeadlinePassed());

        assertThat(server.connections()).isZero();
    }

    @Test
    void i4TheDeadlineIsCheckedWhenTheConnectionIsThere() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        server.on(SEND, socket -> release.thenRun(() -> accepted().answer(socket)), accepted());
        var first = begin("fixed", null, "pool-size", "1");
        await().until(() -> server.seen(SEND).size() == 1);
        var waiting = begin("fixed", AdjustableClock.START.plusSeconds(5));

        clock.advance(Duration.ofSeconds(5));
        release.complete(null);

        assertThat(waiting.join()).isEqualTo(new DeadlinePassed());
        assertThat(first.join()).isEqualTo(ACCEPTED);
        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);
        assertThat(server.seen(SEND)).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void i2NothingIsSentOnceOthersMayHaveTakenTheAttemptForLost() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        server.on(SEND, socket -> release.thenRun(() -> accepted().answer(socket)), accepted());
        var first = begin("fixed", null, "pool-size", "1");
        await().until(() -> server.seen(SEND).size() == 1);
        var waiting = gateway.send(new Post("fixed", BODY, null, AdjustableClock.START.plusSeconds(3)))
                .subscribeAsCompletionStage();

        clock.advance(Duration.ofSeconds(3));
        release.complete(null);

        assertThat(waiting.join())
                .isEqualTo(new NotProcessed("The service could not send in time after it had begun to", Duration.ZERO));
        assertThat(first.join()).isEqualTo(ACCEPTED);
        assertThat(server.seen(SEND)).hasSize(1);
    }

    @Test
    void i2NothingIsSentAfterTheAttemptsTimeWhenTheProcessStoodStill() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        server.on(SEND, socket -> release.thenRun(() -> accepted().answer(socket)), accepted());
        var first = begin("fixed", null, "pool-size", "1");
        await().until(() -> server.seen(SEND).size() == 1);
        var waiting = begin("fixed", null);
        // One event loop, so the attempt above has begun when the next one has ended.
        assertThat(send("gone", null)).isInstanceOf(TokenUnavailable.class);

        clock.advance(Duration.ofMinutes(1));
        release.complete(null);

        assertThat(waiting.join()).isEqualTo(NotProcessed.unreached("No connection to the platform in time"));
        assertThat(first.join()).isEqualTo(ACCEPTED);
        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);
        assertThat(server.seen(SEND)).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void i4AnAttemptDoesNotOutliveItsDeadline() {
        server.on(SEND, SILENT);
        gateway = gateway(server.url(), Clock.systemUTC());

        assertThat(send("fixed", Instant.now().plusMillis(200))).isInstanceOf(InDoubt.class);
    }

    @Test
    void aTokenIsFetchedOnceForManySenders() {
        server.on(FETCH, token("t-1", 7200)).on(SEND, accepted());

        var outcomes =
                IntStream.range(0, 50).mapToObj(i -> begin("default", null)).toList();

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).isEqualTo(ACCEPTED));
        assertThat(server.seen(FETCH)).hasSize(1);
        assertThat(server.seen(FETCH).get(0).bodyText())
                .isEqualTo("{\"app_key\":\"key-of-default\",\"app_secret\":\"s3cret\"}");
        assertThat(server.seen(FETCH).get(0).header("token")).isNull();
        assertThat(server.seen(SEND)).allMatch(request -> "t-1".equals(request.header("token")));
    }

    @Test
    void aRefusedTokenIsReplacedAndTheRequestRepeatedOnce() {
        server.on(FETCH, token("t-1", 7200), token("t-2", 7200)).on(SEND, json(401, ""), accepted());

        assertThat(send("default", null)).isEqualTo(ACCEPTED);

        assertThat(server.seen(SEND))
                .extracting(request -> request.header("token"))
                .containsExactly("t-1", "t-2");
        assertThat(server.seen(SEND))
                .allMatch(request -> new String(BODY, StandardCharsets.UTF_8).equals(request.bodyText()));
    }

    @Test
    void aTokenRefusedByErrcodeIsReplacedToo() {
        server.on(FETCH, token("t-1", 7200), token("t-2", 7200))
                .on(SEND, json(200, "{\"errcode\":7,\"errmsg\":\"token expired\"}"), accepted());

        assertThat(send("default", null)).isEqualTo(ACCEPTED);
        assertThat(server.seen(FETCH)).hasSize(2);
    }

    @Test
    void aSecondRefusalStands() {
        server.on(FETCH, token("t-1", 7200), token("t-2", 7200)).on(SEND, json(401, ""));

        assertThat(send("default", null))
                .isEqualTo(new TokenRefused(null, null, null, "The platform refused the access token with HTTP 401"));
        assertThat(server.seen(SEND)).hasSize(2);
    }

    @Test
    void aFixedTokenThatIsRefusedIsNotTriedAgain() {
        server.on(SEND, json(401, ""));

        assertThat(send("fixed", null)).isInstanceOf(TokenRefused.class);
        assertThat(server.seen(SEND)).hasSize(1);
        assertThat(server.seen(FETCH)).isEmpty();
    }

    @Test
    void withoutATokenNothingIsSent() {
        server.on(FETCH, json(500, "")).on(SEND, accepted());

        assertThat(send("default", null))
                .isEqualTo(new TokenUnavailable("No access token: The platform answered HTTP 500"));
        assertThat(server.seen(SEND)).isEmpty();
    }

    @Test
    void anAttemptWaitsForATokenNoLongerThanForAnythingElse() {
        server.on(FETCH, SILENT);

        assertThat(send("default", AdjustableClock.START.plusMillis(100)))
                .isEqualTo(new TokenUnavailable("No access token in time"));
    }

    @Test
    void i4ADeadlineThatPassesWhileATokenIsFetchedEndsTheAttempt() {
        server.on(FETCH, socket -> {
                    clock.advance(Duration.ofSeconds(2));
                    token("t-1", 7200).answer(socket);
                })
                .on(SEND, accepted());

        assertThat(send("default", AdjustableClock.START.plusSeconds(1))).isEqualTo(new DeadlinePassed());
        assertThat(server.seen(SEND)).isEmpty();
    }

    @Test
    void i4ADeadlineThatPassesBeforeTheRepetitionEndsTheAttempt() {
        server.on(FETCH, token("t-1", 7200), socket -> {
                    clock.advance(Duration.ofSeconds(2));
                    token("t-2", 7200).answer(socket);
                })
                .on(SEND, json(401, ""), accepted());

        assertThat(send("default", AdjustableClock.START.plusSeconds(1))).isEqualTo(new DeadlinePassed());
        assertThat(server.seen(SEND)).hasSize(1);
    }

    private Optional<String> tokenProblem(String app) {
        return gateway.tokenProblem(app).await().indefinitely();
    }

    @Test
    void aTokenThatIsThereOrCanBeFetchedIsNoProblem() {
        server.on(FETCH, token("t-1", 7200)).on(SEND, accepted());
        gateway = gateway(server.url(), clock);

        assertThat(tokenProblem("fixed")).isEmpty();
        assertThat(tokenProblem("default")).isEmpty();
        assertThat(send("default", null)).isEqualTo(ACCEPTED);
        assertThat(server.seen(FETCH)).hasSize(1);
    }

    @Test
    void whoAsksForATokenSharesTheFetchThatIsUnderWay() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        server.on(FETCH, socket -> release.thenRun(() -> token("t-1", 7200).answer(socket)))
                .on(SEND, accepted());
        var attempt = begin("default", null);
        await().until(() -> server.seen(FETCH).size() == 1);
        var problem = gateway.tokenProblem("default").subscribeAsCompletionStage();

        assertThat(problem).isNotDone();
        release.complete(null);

        assertThat(problem.join()).isEmpty();
        assertThat(attempt.join()).isEqualTo(ACCEPTED);
        assertThat(server.seen(FETCH)).hasSize(1);
    }

    @Test
    void aTokenThatCannotBeHadIsASentenceUntilItCanBeFetchedAgain() {
        server.on(FETCH, json(200, "{\"errcode\":40013,\"errmsg\":\"wrong\"}"), token("t-1", 7200));
        gateway = gateway(server.url(), clock);

        assertThat(tokenProblem("default")).contains("No access token: The platform answered errcode 40013");
        assertThat(tokenProblem("default")).contains("No access token: The platform answered errcode 40013");
        assertThat(server.seen(FETCH)).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(tokenProblem("default")).isEmpty();
        assertThat(tokenProblem("gone")).contains("The app is not configured");
    }

    @Test
    void troubleWithDeadlinesTokensAndRefusalsDoesNotSayThatThePlatformIsDown() {
        assertThat(List.of(
                        new DeadlinePassed(),
                        new TokenUnavailable("No token"),
                        new TokenRefused(null, null, null, "No"),
                        new Refused(null, null, null, "No"),
                        ACCEPTED))
                .noneMatch(Outcome::saysPlatformIsDown);
    }

    @Test
    void aConnectionOverWhichSomethingElseAnsweredIsNotUsedAgain() {
        server.on(SEND, json(502, "<html>"), accepted(), accepted());

        assertThat(send("fixed", null)).isInstanceOf(InDoubt.class);
        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);
        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void connectionsAreRenewedOnDemandAndNothingIsLostByIt() {
        server.on(SEND, accepted());
        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);

        gateway.renewConnections();

        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void anAnswerThatAProxyHasCompressedIsRead() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"errcode\":0,\"data\":{\"msg_sn\":\"sn-1\"},\"errmsg\":\"\",\"hint\":\"h-1\"}"
                    .getBytes(StandardCharsets.UTF_8));
        }
        server.on(SEND, socket -> {
            socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n");
            socket.write(Buffer.buffer(packed.toByteArray()));
        });

        assertThat(send("fixed", null)).isEqualTo(ACCEPTED);
    }
}
