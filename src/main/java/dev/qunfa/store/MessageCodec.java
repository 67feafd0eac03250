package dev.qunfa.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qunfa.lifecycle.Item;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.ItemStatus;
import dev.qunfa.lifecycle.Items;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Queued;
import dev.qunfa.lifecycle.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The compact forms in which states and items are stored.
 *
 * <p>Item results are a letter an item in the order of {@code msg_num}: {@code P}ending, {@code S}ent, {@code F}ailed,
 * {@code U}nconfirmed, {@code N}ot sent; a small letter marks an item that a later callback contradicted.
 */
final class MessageCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<Integer, String>> ERRORS = new TypeReference<>() {};

    private MessageCodec() {}

    static String itemTypes(Items items) {
        return items.list().stream()
                .map(item -> Integer.toString(item.head().msgType()))
                .collect(Collectors.joining(","));
    }

    static String itemResults(Items items) {
        StringBuilder letters = new StringBuilder(items.list().size());
        items.list().forEach(item -> letters.append(letterOf(item)));
        return letters.toString();
    }

    /** Null if no item has an error text, which is the rule. */
    static String itemErrors(Items items) {
        Map<Integer, String> errors = new TreeMap<>();
        for (Item item : items.list()) {
            if (item.errMsg() != null) {
                errors.put(item.head().msgNum(), item.errMsg());
            }
        }
        return errors.isEmpty() ? null : write(errors);
    }

    static Items items(String types, String results, String errors) {
        Map<Integer, String> texts = errors == null ? Map.of() : read(errors, ERRORS);
        String[] type = types.isEmpty() ? new String[0] : types.split(",");
        List<Item> items = new ArrayList<>(type.length);
        for (int i = 0; i < type.length; i++) {
            char letter = results.charAt(i);
            ItemHead head = new ItemHead(i + 1, Integer.parseInt(type[i]));
            items.add(new Item(head, statusOf(letter), texts.get(i + 1), Character.isLowerCase(letter)));
        }
        return new Items(items);
    }

    static String error(MessageError error) {
        return error == null ? null : write(error);
    }

    static MessageError error(String json) {
        return json == null ? null : read(json, new TypeReference<MessageError>() {});
    }

    static Instant since(State state) {
        if (state instanceof State.Sending sending) {
            return sending.since();
        }
        if (state instanceof State.InDoubt inDoubt) {
            return inDoubt.since();
        }
        return state instanceof State.Accepted accepted ? accepted.since() : null;
    }

    static Instant wakeAt(State state) {
        return state instanceof Queued queued ? queued.wakeAt() : null;
    }

    static State state(MessageStatus status, Instant since, Instant wakeAt, MessageError error) {
        return switch (status) {
            case QUEUED -> new Queued(wakeAt, error);
            case SENDING -> new State.Sending(since);
            case IN_DOUBT -> new State.InDoubt(since, error);
            case ACCEPTED -> new State.Accepted(since);
            case SENT -> new State.Sent();
            case PARTIALLY_SENT -> new State.PartiallySent(error);
            case FAILED -> new State.Failed(error);
            case EXPIRED -> new State.Expired(error);
            case REJECTED -> new State.Rejected(error);
            case CANCELLED -> new State.Cancelled(error);
            case UNCONFIRMED -> new State.Unconfirmed(error);
        };
    }

    private static char letterOf(Item item) {
        char letter = item.status().name().charAt(0);
        return item.contradicted() ? Character.toLowerCase(letter) : letter;
    }

    private static ItemStatus statusOf(char letter) {
        return switch (Character.toUpperCase(letter)) {
            case 'P' -> ItemStatus.PENDING;
            case 'S' -> ItemStatus.SENT;
            case 'F' -> ItemStatus.FAILED;
            case 'U' -> ItemStatus.UNCONFIRMED;
            case 'N' -> ItemStatus.NOT_SENT;
            default ->
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "No item status has the letter U+%04X.", (int) letter));
        };
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored value cannot be written as JSON.", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored value is not the JSON it was written as.", e);
        }
    }
}
