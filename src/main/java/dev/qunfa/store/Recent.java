package dev.qunfa.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages that this replica stored or changed last and that are likely to change again soon, as it left them. They may
 * have changed meanwhile: who decides by them has to guard what it writes by their {@link LockedMessage#version()}.
 * Bounded in number; what has much metadata is not kept. Thread-safe.
 */
@ApplicationScoped
class Recent {
    /** In characters. */
    private static final int MUCH_METADATA = 1_024;

    private final int max;
    private final Map<String, LockedMessage> messages = new LinkedHashMap<>();

    Recent(StoreConfig config, ServerChanges changes) {
        this.max = config.maxRecent();
        changes.listen(this::forgetAll);
    }

    synchronized List<LockedMessage> of(Collection<String> msgIds) {
        List<LockedMessage> known = new ArrayList<>(msgIds.size());
        for (String msgId : msgIds) {
            LockedMessage message = messages.get(msgId);
            if (message != null) {
                known.add(message);
            }
        }
        return known;
    }

    /** Takes note of what has been committed. */
    synchronized void committed(Collection<LockedMessage> rows) {
        for (LockedMessage row : rows) {
            messages.remove(row.message().msgId());
            if (isWorthKeeping(row)) {
                messages.put(row.message().msgId(), row);
            }
        }
        Iterator<LockedMessage> oldest = messages.values().iterator();
        while (messages.size() > max) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized void forget(Collection<String> msgIds) {
        msgIds.forEach(messages::remove);
    }

    /** Another server may lack what was committed here. */
    private synchronized void forgetAll() {
        messages.clear();
    }

    private static boolean isWorthKeeping(LockedMessage row) {
        String metadata = row.provenance().metadata();
        return !row.message().status().isFinal()
                && MessageCodec.wakeAt(row.message().state()) == null
                && (metadata == null || metadata.length() <= MUCH_METADATA);
    }
}
