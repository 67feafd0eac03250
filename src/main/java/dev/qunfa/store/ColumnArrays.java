package dev.qunfa.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Turns rows into one array a column, the shape in which {@code unnest} takes a set of any size in one statement. */
final class ColumnArrays<T> {
    private final List<T> rows;
    private final Tuple tuple;

    ColumnArrays(List<T> rows) {
        this(rows, Tuple.tuple());
    }

    /** @param tuple takes the columns after those that it has */
    ColumnArrays(List<T> rows, Tuple tuple) {
        this.rows = rows;
        this.tuple = tuple;
    }

    ColumnArrays<T> text(Function<T, String> column) {
        return add(column, String[]::new);
    }

    ColumnArrays<T> integer(Function<T, Integer> column) {
        return add(column, Integer[]::new);
    }

    ColumnArrays<T> bigint(Function<T, Long> column) {
        return add(column, Long[]::new);
    }

    ColumnArrays<T> bool(Function<T, Boolean> column) {
        return add(column, Boolean[]::new);
    }

    ColumnArrays<T> bytes(Function<T, byte[]> column) {
        return add(column.andThen(bytes -> bytes == null ? null : Buffer.buffer(bytes)), Buffer[]::new);
    }

    ColumnArrays<T> time(Function<T, Instant> column) {
        return add(column.andThen(ColumnArrays::timestamp), OffsetDateTime[]::new);
    }

    Tuple tuple() {
        return tuple;
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private <V> ColumnArrays<T> add(Function<T, V> column, IntFunction<V[]> array) {
        V[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        tuple.addValue(values);
        return this;
    }
}
