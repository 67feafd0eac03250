package dev.qunfa.store;

/**
 * Finds a moment for what can wait: the first interval in which nothing happened, or the last of a bounded number if there is
 * none. Pure; asked by one thread at a time, once an interval.
 */
final class Lull {
    private final int patience;
    private long before;
    private int intervals;

    /**
     * @param happened how much has happened up to now
     * @param patience intervals after which it is a lull in any case
     */
    Lull(long happened, int patience) {
        this.before = happened;
        this.patience = patience;
    }

    /** Whether the interval that ends now was one, or the last there was patience for; {@code happened} as above. */
    boolean after(long happened) {
        boolean nothing = happened == before;
        before = happened;
        intervals++;
        return nothing || intervals >= patience;
    }
}
