package dev.qunfa.sandbox.faults.check;

/**
 * What somebody asked for through the API.
 *
 * @param at when it was asked, Unix milliseconds
 * @param what {@code cancel}, {@code resolve sent}, {@code resolve failed} or {@code resolve resend}
 * @param answer the HTTP status; 0 when no answer came, so nobody knows
 */
public record Decision(long at, String msgId, String what, int answer) {

    /** Whether it may have been carried out. */
    public boolean mayHold() {
        return answer == 200 || answer == 0 || answer >= 500;
    }
}
