package dev.qunfa;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain
public final class Qunfa {
    private Qunfa() {}

    public static void main(String... args) {
        Quarkus.run(args);
    }
}
