package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** M3: what comes while something waits has to wait behind it. */
class RouteTest {
    private final Route route = new Route("t", "Dead letters", Logger.getLogger(RouteTest.class));

    @Test
    void aFailureClosesItUntilAllThatWasKeptIsPublished() {
        assertThat(route.isClosed()).isFalse();

        route.failed("as the broker says it");
        route.keeping();
        route.keeping();
        assertThat(route.isClosed()).isTrue();

        route.succeeded();
        assertThat(route.isClosed()).isTrue();

        route.nothingWaitsOf(route.kept());
        assertThat(route.isClosed()).isFalse();
    }

    @Test
    void whatIsKeptWhileTheRestIsPublishedKeepsItClosed() {
        route.keeping();
        long before = route.kept();
        route.keeping();
        route.nothingWaitsOf(before);

        assertThat(route.isClosed()).isTrue();
    }

    @Test
    void whatAnotherReplicaPublishedIsNotWaitedFor() {
        route.failed("as the broker says it");
        route.keeping();
        route.nothingWaitsOf(route.kept());

        assertThat(route.isClosed()).isFalse();
    }
}
