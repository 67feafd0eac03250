package dev.qunfa.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a new connection to the database was found to be like, before anything was set.
 *
 * @param version of the server, as {@code server_version_num} has it
 * @param isStandby whether it replays what another server writes
 * @param commits the setting {@code synchronous_commit}
 * @param commitsAreChosen whether the service's own configuration says so, and not a default of role, database or server
 * @param isolation the setting {@code default_transaction_isolation}
 * @param flushes whether the server waits for its disk at all ({@code fsync})
 * @param hasSynchronousStandby whether commits wait for another server
 */
record SessionFindings(
        int version,
        boolean isStandby,
        String commits,
        boolean commitsAreChosen,
        String isolation,
        boolean flushes,
        boolean hasSynchronousStandby) {
    private static final int OLDEST = 130_000;
    private static final int MAJOR = 10_000;
    private static final String PAGE = " See docs/operations/failover.md.";

    /** Why the connection must not be used; empty if it may be. */
    Optional<String> refusal() {
        if (version < OLDEST) {
            return Optional.of("Qunfa needs PostgreSQL 13 or later; this server is version " + version / MAJOR + ".");
        }
        return isStandby
                ? Optional.of("This PostgreSQL server is a standby: it can only be read. Connect to the primary.")
                : Optional.empty();
    }

    /** Whether a commit is acknowledged before it is durable where it should be. */
    private boolean losesCommits() {
        return commits.equals("off") || commits.equals("local") && hasSynchronousStandby;
    }

    /** What an operator should know about it at once. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (losesCommits() && commitsAreChosen) {
            warnings.add("synchronous_commit is " + commits
                    + ", as the configuration says: a crash of PostgreSQL or a failover loses"
                    + " commits that Qunfa has relied on." + PAGE);
        } else if (losesCommits()) {
            warnings.add("synchronous_commit is " + commits
                    + " by a default of the role, the database or the server; Qunfa sets it to on for"
                    + " its own connections." + PAGE);
        }
        if (!flushes) {
            warnings.add("PostgreSQL runs with fsync = off: when its machine crashes, its data may be lost." + PAGE);
        }
        return warnings;
    }

    /** What is worth knowing. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!isolation.equals(SessionCheck.ISOLATION)) {
            notes.add("default_transaction_isolation is " + isolation + "; Qunfa sets it to " + SessionCheck.ISOLATION
                    + " for its own connections.");
        }
        if (!hasSynchronousStandby) {
            notes.add(
                    "PostgreSQL has no synchronous standby (synchronous_standby_names is empty): a failover may lose the last"
                            + " commits." + PAGE);
        }
        return notes;
    }
}
