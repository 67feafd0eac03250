package dev.qunfa.lifecycle;

import static dev.qunfa.lifecycle.ItemStatus.FAILED;
import static dev.qunfa.lifecycle.ItemStatus.NOT_SENT;
import static dev.qunfa.lifecycle.ItemStatus.PENDING;
import static dev.qunfa.lifecycle.ItemStatus.SENT;
import static dev.qunfa.lifecycle.ItemStatus.UNCONFIRMED;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be true of a message in a state: the contract's tables of statuses, as a test. */
final class Shape {
    private static final Set<MessageStatus> WITHOUT_ERROR =
            EnumSet.of(MessageStatus.SENDING, MessageStatus.ACCEPTED, MessageStatus.SENT);

    private final List<String> violated = new ArrayList<>();

    private Shape() {}

    static List<String> violatedBy(Message message) {
        Shape shape = new Shape();
        shape.items(message);
        shape.error(message);
        shape.contradictions(message);
        shape.attempts(message);
        return shape.violated;
    }

    private void items(Message message) {
        Set<ItemStatus> found = message.items().list().stream()
                .map(Item::status)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ItemStatus.class)));
        expect(
                "the items of " + message.status(),
                switch (message.status()) {
                    case QUEUED, SENDING, IN_DOUBT -> found.equals(EnumSet.of(PENDING));
                    case ACCEPTED ->
                        found.contains(PENDING)
                                && EnumSet.of(PENDING, SENT, FAILED).containsAll(found);
                    case SENT -> found.equals(EnumSet.of(SENT));
                    case PARTIALLY_SENT -> found.equals(EnumSet.of(SENT, FAILED));
                    case FAILED -> found.equals(EnumSet.of(FAILED)) || found.equals(EnumSet.of(NOT_SENT));
                    case EXPIRED, REJECTED, CANCELLED -> found.equals(EnumSet.of(NOT_SENT));
                    case UNCONFIRMED ->
                        found.contains(UNCONFIRMED)
                                && EnumSet.of(UNCONFIRMED, SENT, FAILED).containsAll(found);
                });
    }

    private void error(Message message) {
        MessageError error = message.state().error();
        boolean fresh = message.status() == MessageStatus.QUEUED && message.attempts() == 0;
        expect(
                "an error if and only if there is something to explain",
                (error == null) == (fresh || WITHOUT_ERROR.contains(message.status())));
        if (error != null) {
            expect("the error of " + message.status(), codes(message).contains(error.code()));
        }
    }

    private static Set<ErrorCode> codes(Message message) {
        boolean neverSent = message.items().any(NOT_SENT);
        return switch (message.status()) {
            case QUEUED -> EnumSet.of(ErrorCode.PLATFORM_UNAVAILABLE, ErrorCode.OUTCOME_UNKNOWN, ErrorCode.RESOLVED);
            case SENDING, ACCEPTED, SENT -> EnumSet.noneOf(ErrorCode.class);
            case IN_DOUBT -> EnumSet.of(ErrorCode.OUTCOME_UNKNOWN);
            case PARTIALLY_SENT -> EnumSet.of(ErrorCode.ITEMS_REFUSED);
            case FAILED ->
                neverSent
                        ? EnumSet.of(ErrorCode.PLATFORM_REFUSED, ErrorCode.PLATFORM_UNAVAILABLE)
                        : EnumSet.of(ErrorCode.ITEMS_REFUSED, ErrorCode.RESOLVED);
            case EXPIRED -> EnumSet.of(ErrorCode.DEADLINE_PASSED);
            case REJECTED -> EnumSet.of(ErrorCode.INVALID_REQUEST);
            case CANCELLED -> EnumSet.of(ErrorCode.CANCELLED);
            case UNCONFIRMED -> EnumSet.of(ErrorCode.OUTCOME_UNKNOWN, ErrorCode.NOT_CONFIRMED);
        };
    }

    private void contradictions(Message message) {
        for (Item item : message.items().list()) {
            expect("only a decided item is contradicted", !item.contradicted() || !item.isOpen());
            expect("only a failed item has an err_msg", item.errMsg() == null || item.status() == FAILED);
        }
    }

    private void attempts(Message message) {
        boolean needsOne = message.status() == MessageStatus.SENDING || message.status() == MessageStatus.IN_DOUBT;
        expect("an attempt behind " + message.status(), message.attempts() > 0 || !needsOne);
        expect("no attempt behind CANCELLED", message.attempts() == 0 || message.status() != MessageStatus.CANCELLED);
    }

    private void expect(String what, boolean holds) {
        if (!holds) {
            violated.add(what);
        }
    }
}
