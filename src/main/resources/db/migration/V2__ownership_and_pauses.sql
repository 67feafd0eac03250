-- Who serves a partition: the replica to which the consumer group gave it last. Attempts of anybody else are refused, so that
-- a replica that was stopped and comes back cannot send what another sends by now.
create table partition_owner (
    partition integer     primary key,
    owner     text        collate "C" not null,
    since     timestamptz not null
);

-- What an operator has stopped: everything (app and robot_id null), an app, or a robot.
create table pause (
    id         bigint generated always as identity primary key,
    app        text        collate "C",
    robot_id   text        collate "C",
    reason     text,
    created_at timestamptz not null,
    constraint pause_scope check (app is null or robot_id is null)
);

create unique index pause_once on pause (coalesce(app, ''), coalesce(robot_id, ''));

-- A message that waits for its retry keeps its place in its lane when a partition is taken over.
drop index message_backlog;
create index message_backlog on message (partition, record_offset)
    where status = 'QUEUED' and (wake_at is null or attempts > 0);
