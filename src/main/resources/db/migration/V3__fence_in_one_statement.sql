-- Part of every statement that begins attempts or wakes messages: it takes the whole statement back unless the partitions are
-- still the replica's, and lets nobody claim them before the statement is committed. What it reads after the locks were had
-- includes what was committed before that.
create function expect_owner(lock_space integer, expected text, partitions integer[]) returns boolean language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(lock_space, p) from (select p from unnest(partitions) as p order by p) as s;
    if (select count(*) from partition_owner where partition = any(partitions) and owner = expected)
            <> cardinality(partitions) then
        raise exception 'one of the partitions % has another owner', partitions using errcode = '40001';
    end if;
    return true;
end
$$;
