package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void i10WhatCameFromOutsideNeverLooksLikeALineOfTheLog() {
        assertThat(logged("dev.qunfa.callback.Callbacks", "A callback for %s.", "a\u2028b\nc\u202ed\r\u0085\u001b[0m"))
                .isEqualTo("A callback for a\\u2028b\\u000ac\\u202ed\\u000d\\u0085\\u001b[0m.");
        assertThat(logged("dev.qunfa.callback.Callbacks", "100%% of %s.", "订单 🎉"))
                .isEqualTo("100% of 订单 🎉.");
    }

    @Test
    void whatOthersLogStaysAsItIs() {
        assertThat(logged("org.apache.kafka", "values:\n%s", "a\tb")).isEqualTo("values:\na\tb");
    }

    private static String logged(String logger, String format, String parameter) {
        ExtLogRecord line =
                new ExtLogRecord(Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, OneLineTest.class.getName());
        line.setLoggerName(logger);
        line.setParameters(new Object[] {parameter});
        assertThat(new OneLine().isLoggable(line)).isTrue();
        return line.getFormattedMessage();
    }
}
