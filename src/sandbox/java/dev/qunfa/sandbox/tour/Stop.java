package dev.qunfa.sandbox.tour;

import dev.qunfa.sandbox.Effect;
import dev.qunfa.sandbox.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One message of the tour: what is produced, what the platform is told to do with it, what somebody does meanwhile, and
 * how it must end.
 *
 * @param key of the produced records
 * @param values the records, in order; the first is the message
 */
record Stop(String msgId, String key, List<byte[]> values, List<Rule> rules, Intervention intervention, Ending ending) {

    /** What somebody does to the message through the API. */
    enum Intervention {
        NONE,
        CANCEL,
        RESOLVE_AS_SENT
    }

    /**
     * How a message must end.
     *
     * @param errorCode null: without an error
     * @param events all events but {@code accepted}, which is missing when callbacks were faster
     * @param posts how often it must have reached the platform
     */
    record Ending(String status, String errorCode, List<String> events, int posts) {

        static Ending sent(String... events) {
            return new Ending("SENT", null, List.of(events), 1);
        }

        /** It never reached the platform. */
        static Ending unsent(String status, String errorCode) {
            return new Ending(status, errorCode, List.of(status.toLowerCase(Locale.ROOT)), 0);
        }

        static Ending failed(String status, String errorCode, String... events) {
            return new Ending(status, errorCode, List.of(events), 1);
        }
    }

    static Stop of(String msgId, Request request, Ending ending) {
        return new Stop(msgId, request.robotId(), List.of(request.bytes()), List.of(), Intervention.NONE, ending);
    }

    /** The platform does this to the message's POSTs or callbacks. */
    Stop whenPlatform(Effect... effects) {
        List<Rule> added = new ArrayList<>(rules);
        for (Effect each : effects) {
            added.add(Rule.on(msgId, each));
        }
        return new Stop(msgId, key, values, added, intervention, ending);
    }

    /** Another record with the same msg_id follows. */
    Stop thenProduced(byte[] value) {
        List<byte[]> all = new ArrayList<>(values);
        all.add(value);
        return new Stop(msgId, key, all, rules, intervention, ending);
    }

    Stop keyed(String otherKey) {
        return new Stop(msgId, otherKey, values, rules, intervention, ending);
    }

    Stop then(Intervention somebodyDoes) {
        return new Stop(msgId, key, values, rules, somebodyDoes, ending);
    }

    List<Topics.Outgoing> records() {
        return values.stream().map(each -> new Topics.Outgoing(key, each)).toList();
    }
}
