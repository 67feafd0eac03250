package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.qunfa.sandbox.FreePort;
import dev.qunfa.sandbox.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Where the parts of a sandbox listen, and as which processes they run.
 *
 * @param pids of the sandbox itself and of its parts, the sandbox first
 */
public record Addresses(int broker, int database, int platform, int service, List<Long> pids) {

    private static final String FILE = "state.json";

    /** The usual ports where they are free, any free ones elsewhere. */
    static Addresses pick() {
        return new Addresses(
                FreePort.preferring(9092),
                FreePort.preferring(5432),
                FreePort.preferring(8090),
                FreePort.preferring(8080),
                List.of());
    }

    Addresses withPids(List<Long> values) {
        return new Addresses(broker, database, platform, service, List.copyOf(values));
    }

    @JsonIgnore
    String brokerAddress() {
        return "localhost:" + broker;
    }

    @JsonIgnore
    String databaseUrl() {
        return "postgresql://localhost:" + database + "/postgres";
    }

    @JsonIgnore
    String platformUrl() {
        return "http://localhost:" + platform;
    }

    @JsonIgnore
    String serviceUrl() {
        return "http://localhost:" + service;
    }

    @JsonIgnore
    String callbackUrl() {
        return serviceUrl() + "/callbacks/qopen";
    }

    /** Writes the file by which other commands find the sandbox, at once or not at all. */
    void write(Path directory) throws IOException {
        Path fresh = directory.resolve(FILE + ".new");
        Files.write(fresh, Json.bytes(this));
        Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns the sandbox that the file describes, or null when there is no file or its sandbox no longer runs. */
    static Addresses running(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        Addresses found = Json.read(Files.readAllBytes(file), Addresses.class);
        boolean alive = !found.pids().isEmpty()
                && ProcessHandle.of(found.pids().get(0))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
        return alive ? found : null;
    }

    static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }
}
