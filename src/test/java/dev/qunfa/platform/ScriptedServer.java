package dev.qunfa.platform;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that does to each request exactly what its script says, and keeps what it was sent, byte for byte. */
final class ScriptedServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final NetServer server;
    private final Map<String, List<Step>> scripts = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    ScriptedServer(Vertx vertx, NetServerOptions options) {
        server = vertx.createNetServer(options).connectHandler(this::serve);
        server.listen(0, "localhost").toCompletionStage().toCompletableFuture().join();
    }

    ScriptedServer(Vertx vertx) {
        this(vertx, new NetServerOptions());
    }

    /** What to do with a request. */
    interface Step {
        void answer(NetSocket socket);
    }

    /** A request as it came. */
    record Seen(String head, byte[] body) {
        String bodyText() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            Matcher header = Pattern.compile("(?im)^" + name + ": *(.*?)\\r?$").matcher(head);
            return header.find() ? header.group(1) : null;
        }
    }

    static Step raw(String bytes) {
        return socket -> socket.write(bytes);
    }

    static Step json(int status, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return raw("HTTP/1.1 " + status + " Text\r\nContent-Length: " + length + "\r\n\r\n" + body);
    }

    static Step token(String token, int expiresIn) {
        return json(
                200,
                "{\"errcode\":0,\"data\":{\"data\":{\"access_token\":\"%s\",\"expires_in\":%d}}}"
                        .formatted(token, expiresIn));
    }

    static Step accepted() {
        return json(200, "{\"data\":{\"msg_sn\":\"sn-1\"},\"errcode\":0,\"errmsg\":\"\",\"hint\":\"h-1\"}");
    }

    /** One step a request; the last one stays. */
    ScriptedServer on(String operation, Step... steps) {
        scripts.put(operation, new CopyOnWriteArrayList<>(steps));
        return this;
    }

    String url() {
        return "http://localhost:" + port();
    }

    int port() {
        return server.actualPort();
    }

    int connections() {
        return connections.get();
    }

    List<Seen> seen(String operation) {
        return seen.stream()
                .filter(request -> request.head.contains("/gateway/qopen/" + operation + " "))
                .toList();
    }

    private void serve(NetSocket socket) {
        connections.incrementAndGet();
        Buffer received = Buffer.buffer();
        int[] read = {0};
        socket.exceptionHandler(broken -> socket.close());
        socket.handler(part -> {
            received.appendBuffer(part);
            read[0] = takeRequests(socket, received, read[0]);
        });
    }

    private int takeRequests(NetSocket socket, Buffer received, int from) {
        String text = received.getString(from, received.length(), "ISO-8859-1");
        int headEnd = text.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            return from;
        }
        Matcher length = LENGTH.matcher(text.substring(0, headEnd));
        int bodyStart = from + headEnd + 4;
        int end = bodyStart + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        if (received.length() < end) {
            return from;
        }
        Seen request = new Seen(text.substring(0, headEnd), received.getBytes(bodyStart, end));
        seen.add(request);
        next(request).answer(socket);
        return end;
    }

    private Step next(Seen request) {
        String operation = request.head.replaceFirst("(?s)^\\S+ \\S*/(\\w+) .*", "$1");
        List<Step> steps = scripts.getOrDefault(operation, List.of(json(404, "")));
        return steps.size() > 1 ? steps.remove(0) : steps.get(0);
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
