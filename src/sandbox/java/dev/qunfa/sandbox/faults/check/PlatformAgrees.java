package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Delivery;
import dev.qunfa.sandbox.Post;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What is told of a message is what the platform did with it. */
final class PlatformAgrees implements Invariant {

    private static final Set<String> NEVER_POSTED = Set.of("CANCELLED", "REJECTED");
    private static final Set<String> NEVER_PROCESSED = Set.of("EXPIRED", "PLATFORM_UNAVAILABLE", "TOKEN_REFUSED");
    private static final Set<String> RESULTS = Set.of("SENT", "FAILED");

    @Override
    public String name() {
        return "API = platform";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        for (MessageHistory message : history.messages().values()) {
            if (message.view() != null) {
                check(message, breach);
            }
        }
    }

    private static void check(MessageHistory message, BiConsumer<String, String> breach) {
        String wrong = wrongWithPosts(message);
        if (!wrong.isEmpty()) {
            breach.accept(message.msgId(), wrong);
        }
        boolean decided = message.mayHaveBeen("resolve sent") || message.mayHaveBeen("resolve failed");
        for (int number = 1; number <= message.view().items().size() && !decided; number++) {
            String found = wrongWithItem(message, number);
            if (!found.isEmpty()) {
                breach.accept(message.msgId(), "item " + number + " " + found);
            }
        }
    }

    private static String wrongWithPosts(MessageHistory message) {
        View view = message.view();
        if (NEVER_POSTED.contains(view.status()) && !message.posts().isEmpty()) {
            return "it is " + view.status() + ", and was POSTed";
        }
        boolean unprocessed =
                NEVER_PROCESSED.contains(view.status()) || NEVER_PROCESSED.contains("" + view.errorCode());
        if (unprocessed
                && !isResent(message)
                && !message.posts().stream().allMatch(MessageHistory::isProvedNotProcessed)) {
            return "it is " + view.status() + " with " + view.errorCode() + ", and the platform may have processed it";
        }
        if ("PLATFORM_REFUSED".equals(view.errorCode())
                && message.posts().stream().noneMatch(each -> each.verdict().startsWith("errcode"))) {
            return "it was refused by the platform, which knows nothing of that";
        }
        boolean knowsSerial = view.msgSn() == null
                || message.posts().stream().map(Post::msgSn).anyMatch(view.msgSn()::equals);
        return knowsSerial ? "" : "the platform gave no msg_sn " + view.msgSn();
    }

    private static String wrongWithItem(MessageHistory message, int number) {
        String status = message.view().items().get(number - 1);
        List<Delivery> all = message.deliveries().stream()
                .filter(each -> each.msgNum() == number)
                .toList();
        if (all.isEmpty()) {
            return RESULTS.contains(status) ? "is " + status + ", and the platform never said so" : "";
        }
        if (all.stream().noneMatch(Delivery::taken)) {
            return "";
        }
        Set<String> possible = possible(all);
        boolean excused = status.equals("NOT_SENT") && isResent(message) && message.hasEvent("contradicted");
        return possible.contains(status) || excused
                ? ""
                : "is " + status + ", and the first callback that was taken said " + possible;
    }

    /** A delivery without an answer may have been stored all the same, so all until the first that was taken count. */
    private static Set<String> possible(List<Delivery> all) {
        long first = all.stream()
                .filter(Delivery::taken)
                .mapToLong(Delivery::answeredAt)
                .min()
                .orElseThrow();
        return all.stream()
                .filter(each -> each.sentAt() <= first)
                .map(each -> each.sendRes() ? "SENT" : "FAILED")
                .collect(Collectors.toSet());
    }

    private static boolean isResent(MessageHistory message) {
        return message.mayHaveBeen("resolve resend")
                || message.events().stream()
                        .anyMatch(each ->
                                each.event().equals("retrying") && Objects.equals(each.errorCode(), "OUTCOME_UNKNOWN"));
    }
}
