package dev.qunfa.sandbox;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where output goes that nobody wants to read. */
public final class Discard {

    private Discard() {}

    public static PrintStream stream() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
