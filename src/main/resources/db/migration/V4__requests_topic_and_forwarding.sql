-- The requests topics that were read; one that was made anew is another. What was read of a later one comes after what was read of an
-- earlier one, whatever its offsets; and a robot keeps its place among so many homes when partitions are added.
create table requests_topic (
    id    text        collate "C" primary key,
    name  text        collate "C" not null,
    epoch integer     not null unique,
    homes integer     not null,
    since timestamptz not null
);

-- Records that could not be published once more: dead letters, and records that belong into another partition. Whoever owns the
-- partition that they came from publishes them when that is possible.
create table forwarding (
    id               bigint generated always as identity primary key,
    partition        integer     not null,
    kind             text        collate "C" not null,
    topic            text        collate "C" not null,
    record_offset    bigint      not null,
    record_timestamp bigint      not null,
    record_key       bytea,
    record_value     bytea,
    headers          bytea       not null,
    -- a dead letter's own headers; the robot of a record that is published once more
    extra            bytea       not null,
    bytes            integer     not null,
    created_at       timestamptz not null,
    constraint forwarding_kind check (kind in ('dead-letter', 'reroute'))
);

create index forwarding_next on forwarding (partition, id);
