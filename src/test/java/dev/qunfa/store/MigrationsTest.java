package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private final Migrations migrations = new Migrations(null, null, null, null, null);

    @Test
    void whoeverGivesUpWaitingDoesNotEndItForTheOthers() {
        UniAssertSubscriber<Void> patient =
                migrations.awaited().subscribe().withSubscriber(UniAssertSubscriber.create());

        migrations
                .awaited()
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .cancel();

        assertThat(migrations.done()).isFalse();
        patient.assertNotTerminated();
    }
}
