package dev.qunfa.lifecycle;

/**
 * An event that a transition gives rise to; with the message as it is afterwards it makes a {@link StatusEvent}.
 *
 * @param type what happened
 * @param seq the event's number within its message, from 1, without gaps
 * @param msgNum the item the event is about, 0 if it is about the message
 * @param error the event's error, null where none applies
 * @param becameFinal whether the message was not final before this event and is afterwards
 */
public record Emission(EventType type, int seq, int msgNum, MessageError error, boolean becameFinal) {

    /** An event with which the message did not become final. */
    public Emission(EventType type, int seq, int msgNum, MessageError error) {
        this(type, seq, msgNum, error, false);
    }

    /**
     * The same from what is stored: the event before it tells whether the message was final then.
     *
     * @param before the status after the event before, null if this is the first one
     * @param after the status after this event
     */
    public static boolean becameFinal(MessageStatus before, MessageStatus after) {
        return after.isFinal() && (before == null || !before.isFinal());
    }
}
