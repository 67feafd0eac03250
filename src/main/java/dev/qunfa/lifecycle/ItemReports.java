package dev.qunfa.lifecycle;

import static dev.qunfa.lifecycle.IgnoredReason.REPEATED_CONTRADICTION;
import static dev.qunfa.lifecycle.IgnoredReason.REPEATED_RESULT;

/** One truth per item (I6): what a callback does to the message it belongs to. */
final class ItemReports {
    private ItemReports() {}

    /**
     * A callback for a message that may have items without a result.
     *
     * @param pending the message's state for as long as results are missing
     */
    static Decision whileOpen(Message message, State pending, Trigger.ItemReported report) {
        Item item = message.items().numbered(report.msgNum()).orElse(null);
        if (item == null || !item.isOpen()) {
            return againstResult(message, report);
        }
        ItemStatus result = report.sent() ? ItemStatus.SENT : ItemStatus.FAILED;
        Items items = message.items().replacing(item.with(result, report.errMsg()));
        State next = items.anyOpen() ? pending : items.outcome();
        return message.change()
                .items(items)
                .to(next)
                .tell(report.sent() ? EventType.ITEM_SENT : EventType.ITEM_FAILED, report.msgNum(), next.error())
                .done();
    }

    /** A callback for an item whose fate is already decided: the first result stands. */
    static Decision againstResult(Message message, Trigger.ItemReported report) {
        Item item = message.items().numbered(report.msgNum()).orElse(null);
        if (item == null) {
            return Decision.ignored(IgnoredReason.UNKNOWN_ITEM);
        }
        boolean wasDelivered = item.status() == ItemStatus.SENT;
        if (wasDelivered == report.sent()) {
            return Decision.ignored(REPEATED_RESULT);
        }
        if (item.contradicted()) {
            return Decision.ignored(REPEATED_CONTRADICTION);
        }
        return message.change()
                .items(message.items().replacing(item.asContradicted()))
                .tell(EventType.CONTRADICTED, report.msgNum(), message.state().error())
                .done();
    }
}
