package dev.qunfa.store;

/**
 * How far a message's timeline reaches.
 *
 * @param seq of its latest event, 0 if there is none
 * @param ended whether no event is expected any more: the message is final
 */
public record Progress(int seq, boolean ended) {}
