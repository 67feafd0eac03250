package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The platform's two calls, GetAccessToken and SendMsgToGroup. Runs on the platform's one event loop only. */
final class Gateway {

    static final int INVALID_TOKEN = 40014;
    static final int INVALID_PARAMETER = 40035;
    private static final int INVALID_SECRET = 40001;
    private static final long LONGEST_WAIT_FOR_CALLBACKS = 3_000;

    private final Vertx vertx;
    private final Tokens tokens;
    private final RuleBook rules;
    private final PostJournal journal;
    private final CallbackSender sender;
    private final Latencies latencies;

    Gateway(
            Vertx vertx,
            Tokens tokens,
            RuleBook rules,
            PostJournal journal,
            CallbackSender sender,
            Latencies latencies) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.rules = rules;
        this.journal = journal;
        this.sender = sender;
        this.latencies = latencies;
    }

    void getAccessToken(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonNode asked = Json.treeOrNull(body.getBytes());
            String token = asked == null
                    ? null
                    : tokens.issue(
                            asked.path("app_key").asText(),
                            asked.path("app_secret").asText());
            ObjectNode answer = answer(token == null ? INVALID_SECRET : 0, token == null ? "invalid app_secret" : "");
            if (token != null) {
                answer.withObject("/data/data").put("access_token", token).put("expires_in", tokens.lifetimeSeconds());
            }
            later(latencies.answerMillis(), () -> new Exchange(request).json(answer));
        });
    }

    void sendMsgToGroup(HttpServerRequest request) {
        PostEntry entry = journal.open(System.currentTimeMillis());
        Exchange exchange = new Exchange(request, entry);
        exchange.noteWhenClientLeaves();
        if (rules.dropsAtHead()) {
            entry.judged("closed_before_reading");
            exchange.close();
            return;
        }
        request.body().onSuccess(body -> received(exchange, body.getBytes()));
    }

    private void received(Exchange exchange, byte[] body) {
        PostEntry entry = exchange.entry();
        JsonNode request = Json.treeOrNull(body);
        entry.arrived(System.currentTimeMillis(), body);
        if (request != null) {
            entry.describe(request);
        }
        journal.received(entry);
        String msgId = entry.msgId() == null ? "" : entry.msgId();
        RuleBook.Decision decision = rules.decide(msgId, entry.repeat());
        if (decision.answer() instanceof Effect.ExpireTokens) {
            tokens.expireAll();
        }
        PlatformApp app = tokens.appOf(exchange.token());
        entry.sentBy(app);
        answer(exchange, new Taking(app, request, new CallbackPlan(decision.callbacks())), decision.answer());
    }

    /** A request with what is needed to take it. */
    private record Taking(PlatformApp app, JsonNode request, CallbackPlan plan) {

        /** Returns the refusal that the request earns by itself, or null. */
        ObjectNode refusal() {
            if (app == null) {
                return Gateway.answer(INVALID_TOKEN, "invalid access token");
            }
            String field = RequestCheck.firstProblem(request);
            return field == null ? null : Gateway.answer(INVALID_PARAMETER, "invalid parameter: " + field);
        }
    }

    private void answer(Exchange exchange, Taking taking, Effect.OnAnswer effect) {
        if (effect instanceof Effect.HttpStatus status) {
            exchange.entry().judged("status " + status.status());
            takeIf(status.taken(), exchange, taking);
            soon(() -> exchange.status(status.status(), status.retryAfter()));
        } else if (effect instanceof Effect.EdgePage page) {
            exchange.entry().judged("edge " + page.status());
            soon(() -> exchange.edge(page.status()));
        } else if (effect instanceof Effect.Hang hang) {
            exchange.entry().judged("hang");
            takeIf(hang.taken(), exchange, taking);
        } else if (effect instanceof Effect.CloseBeforeReading) {
            exchange.entry().judged("closed_before_reading");
            exchange.close();
        } else if (effect instanceof Effect.CloseAfterReading) {
            exchange.entry().judged("closed_after_reading");
            takeIf(true, exchange, taking);
            soon(exchange::close);
        } else if (effect instanceof Effect.Garbage garbage) {
            exchange.entry().judged("garbage");
            takeIf(garbage.taken(), exchange, taking);
            soon(exchange::garbage);
        } else {
            answerProperly(exchange, taking, effect);
        }
    }

    private void answerProperly(Exchange exchange, Taking taking, Effect.OnAnswer effect) {
        ObjectNode refusal = taking.refusal();
        if (refusal == null && effect instanceof Effect.RefuseRequest refuse) {
            refusal = answer(refuse.errcode(), refuse.errmsg());
        }
        long wait = latencies.answerMillis() + (effect instanceof Effect.SlowAnswer slow ? slow.millis() : 0);
        if (refusal != null) {
            ObjectNode body = refusal.put("hint", hint(exchange));
            exchange.entry().judged("errcode " + body.get("errcode").asInt());
            later(wait, () -> exchange.json(body));
            return;
        }
        exchange.entry().judged("taken");
        Untidiness how = effect instanceof Effect.UntidyAnswer untidy ? untidy.how() : null;
        Runnable say = acceptance(exchange, how);
        if (taking.plan().comesBeforeAnswer()) {
            callBackFirst(exchange, taking, () -> later(wait, say));
        } else {
            later(wait, () -> {
                say.run();
                callBack(exchange, taking, () -> {});
            });
        }
    }

    private static Runnable acceptance(Exchange exchange, Untidiness how) {
        ObjectNode body = answer(0, how == null ? "" : how.text()).put("hint", hint(exchange));
        String serial = number(exchange);
        body.withObject("/data").put("msg_sn", serial);
        if (how == Untidiness.OTHER_TYPES) {
            body.put("errcode", "0").putObject("data").put("msg_sn", Long.parseLong(serial));
        }
        return () -> {
            if (how == null) {
                exchange.json(body);
            } else {
                exchange.untidy(how, body);
            }
        };
    }

    private void takeIf(boolean taken, Exchange exchange, Taking taking) {
        if (taken && taking.refusal() == null) {
            number(exchange);
            callBack(exchange, taking, () -> {});
        }
    }

    private void callBackFirst(Exchange exchange, Taking taking, Runnable then) {
        int chains = taking.plan().chains(taking.app(), taking.request()).size();
        AtomicInteger open = new AtomicInteger(Math.max(1, chains));
        Runnable once = () -> {
            if (open.decrementAndGet() == 0) {
                then.run();
            }
        };
        callBack(exchange, taking, once);
        vertx.setTimer(LONGEST_WAIT_FOR_CALLBACKS, timer -> {
            if (open.getAndSet(0) > 0) {
                then.run();
            }
        });
    }

    private void callBack(Exchange exchange, Taking taking, Runnable firstTryDone) {
        if (isPastDeadLine(taking.request().path("dead_line"))) {
            exchange.entry().judged("late");
            firstTryDone.run();
            return;
        }
        if (taking.app().callbackUrl() == null) {
            firstTryDone.run();
            return;
        }
        List<List<Callback>> chains = taking.plan().chains(taking.app(), taking.request());
        boolean first = taking.plan().comesBeforeAnswer();
        long wait = taking.plan().extraDelayMillis() + (first ? 0 : latencies.callbackMillis());
        sender.sendLater(wait, chains, firstTryDone);
    }

    private static boolean isPastDeadLine(JsonNode deadLine) {
        return deadLine.asLong(Long.MAX_VALUE) <= System.currentTimeMillis() / 1000;
    }

    private static String number(Exchange exchange) {
        String serial = Long.toString(7_000_000_000L + exchange.entry().seq);
        exchange.entry().numbered(serial);
        return serial;
    }

    private static String hint(Exchange exchange) {
        return "sim-" + exchange.entry().seq;
    }

    private static ObjectNode answer(int errcode, String errmsg) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("data");
        return answer.put("errcode", errcode).put("errmsg", errmsg).put("hint", "");
    }

    private void soon(Runnable action) {
        later(latencies.answerMillis(), action);
    }

    private void later(long millis, Runnable action) {
        if (millis <= 0) {
            action.run();
        } else {
            vertx.setTimer(millis, timer -> action.run());
        }
    }
}
