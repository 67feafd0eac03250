package dev.qunfa.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The items of a message in the order of {@code msg_num}; immutable. */
public record Items(List<Item> list) {
    public Items {
        list = List.copyOf(list);
    }

    static Items pending(List<ItemHead> heads) {
        return new Items(heads.stream().map(Item::pending).toList());
    }

    public Optional<Item> numbered(int msgNum) {
        return list.stream().filter(item -> item.head().msgNum() == msgNum).findFirst();
    }

    Items replacing(Item replacement) {
        return mapping(item -> item.head().equals(replacement.head()) ? replacement : item);
    }

    /** Gives every item that has no result yet this status. */
    Items closing(ItemStatus status) {
        return mapping(item -> item.isOpen() ? item.with(status, null) : item);
    }

    boolean anyOpen() {
        return any(Item::isOpen);
    }

    boolean any(ItemStatus status) {
        return any(item -> item.status() == status);
    }

    /** The message's final state once every item has its result. */
    State outcome() {
        if (!any(ItemStatus.FAILED)) {
            return new State.Sent();
        }
        return any(ItemStatus.SENT) ? new State.PartiallySent(refused()) : new State.Failed(refused());
    }

    private MessageError refused() {
        long failed =
                list.stream().filter(item -> item.status() == ItemStatus.FAILED).count();
        return MessageError.of(
                ErrorCode.ITEMS_REFUSED,
                "The platform did not deliver " + failed + " of " + list.size()
                        + " items; an item's err_msg says why, where the platform told.");
    }

    private boolean any(Predicate<Item> test) {
        return list.stream().anyMatch(test);
    }

    private Items mapping(UnaryOperator<Item> change) {
        List<Item> changed = new ArrayList<>(list);
        changed.replaceAll(change);
        return new Items(changed);
    }
}
