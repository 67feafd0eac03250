-- No foreign keys: rows are only written by set-based statements that just locked or inserted their message, and a check
-- a row would cost more than the row. Retention deletes a message's rows together.
-- Ids are compared byte for byte (collate "C"). Statuses are stored under their public names.

create table message (
    id             bigint generated always as identity primary key,
    msg_id         text        collate "C" not null unique,
    app            text        collate "C",
    robot_id       text        collate "C",
    group_id       text        collate "C",
    -- where the request came from: whoever owns the partition dispatches the message and publishes its events
    partition      integer     not null,
    record_offset  bigint      not null,
    dead_line      timestamptz,
    not_before     timestamptz,
    status         text        collate "C" not null,
    -- when SENDING, IN_DOUBT or ACCEPTED began; null in every other status
    since          timestamptz,
    -- QUEUED only: its turn cannot come before; null once only its lane decides
    wake_at        timestamptz,
    -- when a deadline or a window ends; null for never
    due_at         timestamptz,
    attempts       integer     not null,
    msg_sn         text,
    seq            integer     not null,
    error          text,
    -- the items in a compact form, at most 20 of them: types '1,3,17'; results one letter an item
    item_types     text        not null,
    item_results   text        collate "C" not null,
    item_errors    text,
    metadata       text,
    content_hash   bytea       not null,
    traceparent    text,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    constraint message_status check (status in ('QUEUED', 'SENDING', 'IN_DOUBT', 'ACCEPTED', 'SENT', 'PARTIALLY_SENT',
        'FAILED', 'EXPIRED', 'REJECTED', 'CANCELLED', 'UNCONFIRMED')),
    constraint message_since check ((since is not null) = (status in ('SENDING', 'IN_DOUBT', 'ACCEPTED'))),
    constraint message_wake check (wake_at is null or status = 'QUEUED'),
    constraint message_due check (due_at is null or status in ('QUEUED', 'SENDING', 'IN_DOUBT', 'ACCEPTED')),
    constraint message_error check (error is null or status not in ('SENDING', 'ACCEPTED', 'SENT')),
    constraint message_attempts check (attempts >= 0 and (attempts > 0 or status not in ('SENDING', 'IN_DOUBT'))),
    constraint message_items check (item_results ~ '^[PSFUNpsfun]{0,20}$')
) with (fillfactor = 80);

-- the list API's keyset, newest first; with the status, all messages are counted from the index alone
create index message_created on message (created_at, id) include (status);
-- lists by status: what waits, and what people look for because it did not simply go well; no other message is in them
create index message_waiting on message (created_at, id) where status = 'QUEUED';
create index message_trouble on message (status, created_at, id)
    where status in ('IN_DOUBT', 'PARTIALLY_SENT', 'FAILED', 'EXPIRED', 'REJECTED', 'CANCELLED', 'UNCONFIRMED');
-- what waits for its lane when a partition is taken over
create index message_backlog on message (partition, record_offset) where status = 'QUEUED' and wake_at is null;
-- the timers
create index message_due on message (due_at) where due_at is not null;
create index message_wake on message (wake_at) where wake_at is not null;
-- retention: what is finished, the oldest first
create index message_finished on message (updated_at, id)
    where status in ('SENT', 'PARTIALLY_SENT', 'FAILED', 'EXPIRED', 'REJECTED', 'CANCELLED', 'UNCONFIRMED');

-- What the platform is sent, as bytes: jsonb would rewrite numbers and key order, text cannot hold U+0000.
create table message_content (
    message_id bigint primary key,
    body       bytea not null
);

-- The timeline: what an event tells that its message does not.
create table message_event (
    message_id   bigint      not null,
    seq          integer     not null,
    event        text        collate "C" not null,
    status       text        collate "C" not null,
    msg_num      integer     not null,
    attempts     integer     not null,
    msg_sn       text,
    error        text,
    item_results text        collate "C" not null,
    item_errors  text,
    occurred_at  timestamptz not null,
    primary key (message_id, seq)
);

-- Events that the broker has not acknowledged yet: those that one transaction told of one partition's messages are one
-- row, event by event in the order in which they happened.
create table outbox (
    id          bigint generated always as identity primary key,
    partition   integer   not null,
    message_ids bigint[]  not null,
    seqs        integer[] not null
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);

-- Callbacks for messages that are not known here (yet).
create table orphan_callback (
    id          bigint generated always as identity primary key,
    msg_id      text        collate "C" not null,
    app         text        collate "C" not null,
    robot_id    text        collate "C" not null,
    group_id    text        collate "C" not null,
    msg_num     integer     not null,
    sent        boolean     not null,
    err_msg     text,
    received_at timestamptz not null
);

-- A repeated orphan is kept once.
create unique index orphan_callback_result on orphan_callback (msg_id, app, robot_id, group_id, msg_num, sent);
create index orphan_callback_age on orphan_callback (received_at);

-- Part of every statement that writes messages: it takes the whole statement back unless each row was as it had been read.
create function expect_rows(actual bigint, expected bigint) returns void language plpgsql as $$
begin
    if actual <> expected then
        raise exception 'only % of % rows were as they had been read', actual, expected using errcode = '40001';
    end if;
end
$$;
