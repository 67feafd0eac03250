package dev.qunfa.sandbox.faults.check;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Every record has the fate that the reference promises for its kind, and no record has another's. */
final class Fates implements Invariant {

    private static final Map<Fate, String> REASONS =
            Map.of(Fate.CONFLICT, "conflicting-duplicate", Fate.INVALID, "invalid", Fate.UNREADABLE, "unreadable");

    @Override
    public String name() {
        return "the fate of every record";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        Map<String, List<DeadLetter>> letters =
                history.deadLetters().stream().collect(Collectors.groupingBy(DeadLetter::origin));
        for (Request request : history.requests()) {
            List<DeadLetter> own = letters.getOrDefault(request.place().toString(), List.of());
            if (!request.isKeyedRight()) {
                checkCopy(request, history.requests(), breach);
            } else if (!own.stream().allMatch(each -> isRight(each, request))) {
                breach.accept(
                        request.msgId(),
                        "record " + request.place() + " has a dead letter "
                                + own.get(0).reason());
            } else if (own.isEmpty() && REASONS.containsKey(request.fate())) {
                breach.accept(request.msgId(), "record " + request.place() + " has no dead letter");
            }
        }
        history.messages().values().forEach(each -> checkEvents(each, breach));
    }

    private static boolean isRight(DeadLetter letter, Request request) {
        return letter.reason().equals(REASONS.get(request.fate())) && Arrays.equals(letter.value(), request.value());
    }

    private static void checkCopy(Request request, List<Request> all, BiConsumer<String, String> breach) {
        boolean copied = all.stream()
                .anyMatch(each -> each.rerouted()
                        && each.key().equals(request.robotId())
                        && Arrays.equals(each.value(), request.value()));
        if (!copied) {
            breach.accept(request.msgId(), "record " + request.place() + " is keyed wrong and was not published again");
        }
    }

    private static void checkEvents(MessageHistory message, BiConsumer<String, String> breach) {
        if (count(message, Fate.ABORTED) > 0) {
            checkAborted(message, breach);
            return;
        }
        long conflicts = count(message, Fate.CONFLICT);
        long refusals = message.newEvents().stream()
                .filter(each -> each.event().equals("refused_duplicate"))
                .count();
        if (refusals < conflicts || conflicts == 0 && refusals > 0) {
            breach.accept(message.msgId(), conflicts + " conflicting requests, " + refusals + " events tell of one");
        }
        boolean isInvalid = count(message, Fate.INVALID) > 0;
        boolean isRejected = message.lastEvent()
                .map(each -> each.status().equals("REJECTED"))
                .orElse(isInvalid);
        if (isInvalid != isRejected) {
            breach.accept(
                    message.msgId(), isInvalid ? "it is invalid and was not rejected" : "it is valid and was rejected");
        }
    }

    private static void checkAborted(MessageHistory message, BiConsumer<String, String> breach) {
        if (!message.posts().isEmpty() || !message.events().isEmpty()) {
            breach.accept(
                    message.msgId(),
                    "its producer took it back, and it has " + message.posts().size() + " POSTs and "
                            + message.events().size() + " events");
        }
    }

    private static long count(MessageHistory message, Fate fate) {
        return message.requests().stream().filter(each -> each.fate() == fate).count();
    }
}
