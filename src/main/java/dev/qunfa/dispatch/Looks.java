package dev.qunfa.dispatch;

import io.smallrye.mutiny.Uni;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks the same question again and again, a few times at once at most, and hears no answer to a question after one to a later question.
 * Thread-safe; answers are heard one at a time, on the thread on which they arrive.
 *
 * @param <T> the answer
 */
final class Looks<T> {
    private final int most;
    private final Supplier<Uni<T>> question;
    private final Consumer<T> listener;
    private int underWay;
    private boolean wanted;
    private long asked;
    private long heard;

    /**
     * @param most questions that are asked at once
     * @param question a failure counts as no answer
     * @param listener hears answers; must not block
     */
    Looks(int most, Supplier<Uni<T>> question, Consumer<T> listener) {
        this.most = most;
        this.question = question;
        this.listener = listener;
    }

    /** Asks, although the answer to an earlier question may be under way; if too many are, as soon as one of them has ended. */
    void look() {
        ask(most, true);
    }

    /** Asks, unless an answer is under way. */
    void lookUnlessLooking() {
        ask(1, false);
    }

    private void ask(int bound, boolean isWanted) {
        long number;
        synchronized (this) {
            if (underWay >= bound) {
                wanted |= isWanted;
                return;
            }
            underWay++;
            number = ++asked;
        }
        Uni.createFrom()
                .<T>deferred(question::get)
                .subscribe()
                .with(answer -> ended(number, answer), failure -> ended(number, null));
    }

    /** @param answer null, if there is none */
    private void ended(long number, T answer) {
        if (endedAndIsWantedAgain()) {
            look();
        }
        synchronized (this) {
            if (answer != null && number > heard) {
                heard = number;
                listener.accept(answer);
            }
        }
    }

    private synchronized boolean endedAndIsWantedAgain() {
        boolean again = wanted;
        wanted = false;
        underWay--;
        return again;
    }
}
