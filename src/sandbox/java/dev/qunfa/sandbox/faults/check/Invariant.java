package dev.qunfa.sandbox.faults.check;

import java.util.function.BiConsumer;

/** Something that holds whatever breaks. Without state; any thread. */
public interface Invariant {

    /** As it is told when it is broken. */
    String name();

    /** Tells every breach: the msg_id that shows it, or an empty text, and a sentence. */
    void check(History history, BiConsumer<String, String> breach);
}
