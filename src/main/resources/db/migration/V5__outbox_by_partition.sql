-- Waits for its locks for a moment only: who writes events waits behind it. It is tried again.
set local lock_timeout = '5s';

-- What the relay asks for: the oldest rows of a partition, past the dead entries of all that was published. Built within the
-- transaction, not concurrently: the outbox holds only what the broker has not acknowledged, mostly a few rows, and a million of
-- them, after a long outage, take a second.
create index outbox_partition on outbox (partition, id);

-- Events that cannot be published now, taken out of the outbox so that they hold up nothing else. All later events of such a
-- message come here too, until the earlier ones are published.
create table outbox_held (
    message_id bigint      not null,
    seq        integer     not null,
    -- of the requests topic: its owner publishes them
    partition  integer     not null,
    -- the partition of the results topic that takes nothing, or -1: this event cannot be read, or the broker refuses it
    held_for   integer     not null,
    -- when it is tried again, at the earliest
    retry_at   timestamptz not null,
    primary key (message_id, seq)
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);

create index outbox_held_due on outbox_held (partition, held_for, retry_at);
