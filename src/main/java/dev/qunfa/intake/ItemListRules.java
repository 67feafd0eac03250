package dev.qunfa.intake;

import static dev.qunfa.lifecycle.ViolationCode.REQUIRED;
import static dev.qunfa.lifecycle.ViolationCode.SEQUENCE;
import static dev.qunfa.lifecycle.ViolationCode.TOO_LONG;
import static dev.qunfa.lifecycle.ViolationCode.TOO_SHORT;
import static dev.qunfa.lifecycle.ViolationCode.WRONG_TYPE;

import dev.qunfa.lifecycle.ItemHead;
import java.util.BitSet;
import java.util.List;

/**
 * The rules for {@code msg_list}: 1 to {@value #MAX_ITEMS} items whose {@code msg_num} are exactly 1..n, in any order.
 * Immutable; any thread may call.
 */
final class ItemListRules {
    static final int MAX_ITEMS = 20;
    static final String FIELD = "msg_list";

    private static final String MSG_NUM = ItemField.MSG_NUM.json();

    private final ItemRules itemRules;

    ItemListRules(UnknownItemFields unknown) {
        this.itemRules = new ItemRules(unknown);
    }

    /** Checks the list itself, not what is in it. */
    void checkList(CheckedObject request) {
        if (request.get(FIELD) == null) {
            request.report(FIELD, REQUIRED, "is required");
        } else if (JsonKind.ARRAY.holds(request, FIELD)) {
            checkSize(request, ((Json.Arr) request.get(FIELD)).elements().size());
        }
    }

    void checkItems(CheckedObject request) {
        if (request.get(FIELD) instanceof Json.Arr list) {
            List<Json> items = list.elements();
            BitSet numbers = new BitSet();
            for (int i = 0; i < items.size() && !request.violations().isFull(); i++) {
                checkItem(request, i, items, numbers);
            }
        }
    }

    private void checkItem(CheckedObject request, int index, List<Json> items, BitSet numbers) {
        if (items.get(index) instanceof Json.Obj object) {
            CheckedObject item = request.element(FIELD, index, object);
            checkNumber(item, items.size(), numbers);
            itemRules.check(item);
        } else {
            request.reportElement(
                    FIELD,
                    index,
                    WRONG_TYPE,
                    "must be an object, not " + items.get(index).kind());
        }
    }

    private static void checkNumber(CheckedObject item, int count, BitSet numbers) {
        if (item.get(MSG_NUM) == null) {
            item.report(MSG_NUM, REQUIRED, "is required");
        } else if (JsonKind.INTEGER.holds(item, MSG_NUM)) {
            long number = item.integer(MSG_NUM, 0);
            if (number < 1 || number > count) {
                item.report(MSG_NUM, SEQUENCE, "must be from 1 to " + count + ", the number of items");
            } else if (numbers.get((int) number)) {
                item.report(MSG_NUM, SEQUENCE, "must not repeat that of another item");
            } else {
                numbers.set((int) number);
            }
        }
    }

    private static void checkSize(CheckedObject request, int size) {
        if (size == 0) {
            request.report(FIELD, TOO_SHORT, "must hold at least 1 item");
        } else if (size > MAX_ITEMS) {
            request.report(FIELD, TOO_LONG, "must hold at most " + MAX_ITEMS + " items, not " + size);
        }
    }

    /**
     * The items by {@code msg_num}; empty unless each can be named: no more than {@value #MAX_ITEMS} objects, numbered
     * exactly 1..n, whose types fit a short.
     */
    static List<ItemHead> heads(Json.Obj request) {
        if (!(request.get(FIELD) instanceof Json.Arr list) || list.elements().size() > MAX_ITEMS) {
            return List.of();
        }
        ItemHead[] heads = new ItemHead[list.elements().size()];
        for (Json item : list.elements()) {
            ItemHead head = head(item);
            if (head == null || head.msgNum() > heads.length || heads[head.msgNum() - 1] != null) {
                return List.of();
            }
            heads[head.msgNum() - 1] = head;
        }
        return List.of(heads);
    }

    private static ItemHead head(Json item) {
        if (item instanceof Json.Obj object
                && object.get(MSG_NUM) instanceof Json.Num number
                && object.get(ItemField.MSG_TYPE.json()) instanceof Json.Num type
                && fitsShort(number)
                && fitsShort(type)
                && number.saturated() > 0) {
            return new ItemHead((int) number.saturated(), (int) type.saturated());
        }
        return null;
    }

    private static boolean fitsShort(Json.Num number) {
        return number.integer() && number.saturated() == (short) number.saturated();
    }
}
