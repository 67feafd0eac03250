package dev.qunfa.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as it lives from its request to its final status. Immutable; every change is a {@link Decision.Moved}.
 *
 * @param msgId the caller's id
 * @param target app, robot and group
 * @param schedule when it may go out
 * @param items its items and their results
 * @param attempts how many POSTs were begun
 * @param msgSn the platform's serial number, null until the platform told it
 * @param state where it stands
 * @param seq the number of the last event, 0 before the first
 */
public record Message(
        String msgId, Target target, Schedule schedule, Items items, int attempts, String msgSn, State state, int seq) {

    /** A valid request's first state: queued, or expired if it came too late. */
    public static Decision.Moved received(SendRequest request, Instant at, boolean tellQueued) {
        Schedule schedule = request.schedule();
        Instant wakeAt = schedule.tooEarlyAt(at) ? schedule.notBefore() : null;
        Change change = new Change(blank(request, new Queued(wakeAt, null)));
        if (schedule.tooLateAt(at)) {
            change.expire();
        } else if (tellQueued) {
            change.tell(EventType.QUEUED, null);
        }
        return change.done();
    }

    /** A valid request whose turn has come as it is stored: its first attempt begins with it. */
    public static Decision.Moved receivedAndBegun(SendRequest request, Instant at, boolean tellQueued) {
        Decision.Moved received = received(request, at, tellQueued);
        return received.next().on(new Trigger.AttemptBegins(at)) instanceof Decision.Moved begun
                ? received.then(begun)
                : received;
    }

    /** An invalid request's only state. */
    public static Decision.Moved rejected(SendRequest request, List<Violation> violations) {
        MessageError error = MessageError.invalid(violations);
        return new Change(blank(request, new State.Rejected(error)))
                .items(Items.pending(request.items()).closing(ItemStatus.NOT_SENT))
                .tell(EventType.REJECTED, error)
                .done();
    }

    private static Message blank(SendRequest request, State state) {
        return new Message(
                request.msgId(),
                request.target(),
                request.schedule(),
                Items.pending(request.items()),
                0,
                null,
                state,
                0);
    }

    public Decision on(Trigger trigger) {
        return trigger.meets(this);
    }

    public MessageStatus status() {
        return state.status();
    }

    /** Whether only its lane decides when it is sent. */
    public boolean isAwake() {
        return state instanceof Queued queued && queued.wakeAt() == null;
    }

    /** When a deadline or a window of this message ends, null for never. */
    public Instant dueAt(Windows windows) {
        return state.dueAt(schedule, windows);
    }

    Change change() {
        return new Change(this);
    }

    /** A transition under construction: the parts that change, and what is to be told of it. */
    static final class Change {
        private final Message before;
        private final List<Emission> events = new ArrayList<>(2);
        private Items items;
        private int attempts;
        private String msgSn;
        private State state;
        private int seq;

        private Change(Message before) {
            this.before = before;
            this.items = before.items;
            this.attempts = before.attempts;
            this.msgSn = before.msgSn;
            this.state = before.state;
            this.seq = before.seq;
        }

        Change to(State next) {
            state = next;
            return this;
        }

        Change items(Items next) {
            items = next;
            return this;
        }

        Change anotherAttempt() {
            attempts++;
            return this;
        }

        /** An answer without a serial number does not erase the one that is known. */
        Change msgSn(String told) {
            msgSn = told == null ? msgSn : told;
            return this;
        }

        Change tell(EventType type, MessageError error) {
            return tell(type, 0, error);
        }

        Change tell(EventType type, int msgNum, MessageError error) {
            events.add(new Emission(type, ++seq, msgNum, error));
            return this;
        }

        /** The deadline came and nothing was sent. */
        Change expire() {
            MessageError error = MessageError.of(
                    ErrorCode.DEADLINE_PASSED,
                    "The deadline " + before.schedule.deadline() + " came before it was sent.");
            return to(new State.Expired(error)).notSent().tell(EventType.EXPIRED, error);
        }

        Change notSent() {
            return items(items.closing(ItemStatus.NOT_SENT));
        }

        /** The first of them is the one with which the message became final, if it did. */
        private List<Emission> events() {
            MessageStatus told = before.seq == 0 ? null : before.status();
            if (!events.isEmpty() && Emission.becameFinal(told, state.status())) {
                Emission first = events.get(0);
                events.set(0, new Emission(first.type(), first.seq(), first.msgNum(), first.error(), true));
            }
            return events;
        }

        Decision.Moved done() {
            Message next =
                    new Message(before.msgId, before.target, before.schedule, items, attempts, msgSn, state, seq);
            return new Decision.Moved(next, events());
        }
    }
}
