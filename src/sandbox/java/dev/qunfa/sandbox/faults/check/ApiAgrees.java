package dev.qunfa.sandbox.faults.check;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/** What the API shows is what the last event told, and its timeline is what was published. */
final class ApiAgrees implements Invariant {

    private static final Set<String> WITH_ERROR_OF_THEIR_OWN = Set.of("refused_duplicate", "contradicted", "resolved");

    @Override
    public String name() {
        return "API = topic";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        for (MessageHistory message : history.messages().values()) {
            if (message.view() != null && message.lastEvent().isPresent()) {
                check(message, breach);
            }
        }
    }

    private static void check(MessageHistory message, BiConsumer<String, String> breach) {
        View view = message.view();
        Event last = message.lastEvent().orElseThrow();
        if (!told(last).equals(shown(view))) {
            breach.accept(message.msgId(), "the API shows " + shown(view) + ", the last event told " + told(last));
        }
        boolean sameError = Objects.equals(view.errorCode(), last.errorCode());
        if (!sameError && !WITH_ERROR_OF_THEIR_OWN.contains(last.event())) {
            breach.accept(
                    message.msgId(), "the API shows error " + view.errorCode() + ", the event " + last.errorCode());
        }
        if (last.msgSn() != null && !last.msgSn().equals(view.msgSn())) {
            breach.accept(message.msgId(), "the API shows msg_sn " + view.msgSn() + ", the event " + last.msgSn());
        }
        List<String> published = message.newEvents().stream()
                .sorted(Comparator.comparingInt(Event::seq))
                .map(Event::eventId)
                .toList();
        if (view.timeline() != null && !published.equals(view.timeline())) {
            breach.accept(message.msgId(), "the API's timeline is not what was published");
        }
    }

    private static String told(Event event) {
        return event.status() + " seq " + event.seq() + " attempts " + event.attempts() + " " + event.items();
    }

    private static String shown(View view) {
        return view.status() + " seq " + view.seq() + " attempts " + view.attempts() + " " + view.items();
    }
}
