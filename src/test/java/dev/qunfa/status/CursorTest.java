package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.store.PageKey;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class CursorTest {
    private static final PageKey KEY = new PageKey(Instant.parse("2026-01-01T00:00:00.123456Z"), 42);

    @Property
    void a_cursor_leads_back_to_its_key(
            @ForAll @LongRange(min = 0, max = 253_402_300_799_999_999L) long micros, @ForAll long row) {
        PageKey key =
                new PageKey(Instant.EPOCH.plusNanos(micros % 1_000_000 * 1_000).plusSeconds(micros / 1_000_000), row);

        assertThat(Cursor.write(key)).matches("[A-Za-z0-9_-]{27}");
        assertThat(Cursor.read(Cursor.write(key))).contains(key);
    }

    @Property
    void what_was_not_given_out_is_refused(@ForAll String anything) {
        assertThat(Cursor.read(anything)).isEmpty();
    }

    @Property(tries = 200)
    void a_cursor_that_was_changed_is_refused(@ForAll @net.jqwik.api.constraints.IntRange(max = 25) int position) {
        StringBuilder cursor = new StringBuilder(Cursor.write(KEY));
        cursor.setCharAt(position, cursor.charAt(position) == 'A' ? 'B' : 'A');

        assertThat(Cursor.read(cursor.toString())).isEmpty();
    }
}
