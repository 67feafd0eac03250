package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerChangesTest {
    private static final ServerIdentity FIRST = new ServerIdentity("7471/00000001", "2026-01-01 00:00:00+00");

    private final ServerChanges changes = new ServerChanges();
    private final AtomicInteger heard = new AtomicInteger();

    @Test
    void connections_to_the_same_server_change_nothing() {
        changes.listen(heard::incrementAndGet);

        changes.connected(FIRST);
        changes.connected(new ServerIdentity(FIRST.history(), FIRST.started()));

        assertThat(heard).hasValue(0);
    }

    @Test
    void a_new_timeline_another_server_and_a_restart_are_told_once_each() {
        changes.listen(heard::incrementAndGet);
        changes.connected(FIRST);

        changes.connected(new ServerIdentity("7471/00000002", "2026-01-02 00:00:00+00"));
        changes.connected(new ServerIdentity("7471/00000002", "2026-01-02 00:00:00+00"));
        assertThat(heard).hasValue(1);

        changes.connected(new ServerIdentity("7471/00000002", "2026-01-03 00:00:00+00"));
        assertThat(heard).hasValue(2);

        changes.connected(new ServerIdentity("9000/00000002", "2026-01-03 00:00:00+00"));
        assertThat(heard).hasValue(3);
    }
}
