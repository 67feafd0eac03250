package dev.qunfa.lifecycle;

/**
 * One item of a message and what became of it.
 *
 * @param head number and type
 * @param status what is known of it
 * @param errMsg the platform's text about a failure, null where it gave none
 * @param contradicted whether a later callback told the opposite of the result that stands
 */
public record Item(ItemHead head, ItemStatus status, String errMsg, boolean contradicted) {
    public static Item pending(ItemHead head) {
        return new Item(head, ItemStatus.PENDING, null, false);
    }

    Item with(ItemStatus newStatus, String newErrMsg) {
        return new Item(head, newStatus, newErrMsg, contradicted);
    }

    Item asContradicted() {
        return new Item(head, status, errMsg, true);
    }

    boolean isOpen() {
        return status == ItemStatus.PENDING || status == ItemStatus.UNCONFIRMED;
    }
}
