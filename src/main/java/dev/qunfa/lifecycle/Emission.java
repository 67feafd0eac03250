package dev.qunfa.lifecycle;

/**
 * An event that a transition gives rise to; with the message as it is afterwards it makes a {@link StatusEvent}.
 *
 * @param type what happened
 * @param seq the event's number within its message, from 1, without gaps
 * @param msgNum the item the event is about, 0 if it is about the message
 * @param error the event's error, null where none applies
 */
public record Emission(EventType type, int seq, int msgNum, MessageError error) {}
