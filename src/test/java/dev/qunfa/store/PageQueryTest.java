package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.MessageStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageQueryTest {
    private static final String NEWEST_FIRST = " order by createdAt desc, id desc";

    @Test
    void no_filter_is_no_condition() {
        assertThat(new PageQuery(MessageFilter.ALL, Optional.empty()).text())
                .isEqualTo("from MessageRow" + NEWEST_FIRST);
    }

    @Test
    void each_condition_narrows() {
        MessageFilter filter =
                new MessageFilter(EnumSet.noneOf(MessageStatus.class), "a", "r", "g", Instant.EPOCH, Instant.MAX);

        assertThat(new PageQuery(filter, Optional.of(new PageKey(Instant.EPOCH, 1))).text())
                .isEqualTo("from MessageRow where app = :app and robotId = :robotId and groupId = :groupId"
                        + " and createdAt >= :from and createdAt < :to and (createdAt, id) < (:afterAt, :afterKey)"
                        + NEWEST_FIRST);
    }

    @Test
    void statuses_are_asked_for_index_by_index() {
        MessageFilter filter = new MessageFilter(EnumSet.allOf(MessageStatus.class), null, null, null, null, null);

        assertThat(new PageQuery(filter, Optional.empty()).text())
                .isEqualTo("from MessageRow where (status in (QUEUED)"
                        + " or status in (SENDING, ACCEPTED) and dueAt is not null"
                        + " or status in (SENT)"
                        + " or status in (IN_DOUBT, PARTIALLY_SENT, FAILED, EXPIRED, REJECTED, CANCELLED, UNCONFIRMED))"
                        + NEWEST_FIRST);
    }
}
