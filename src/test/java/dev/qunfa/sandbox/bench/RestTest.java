package dev.qunfa.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestTest {
    @ParameterizedTest
    @CsvSource({
        "C2 CompilerThre, compilers",
        "C1 CompilerThre, compilers",
        "vert.x-eventloo, event loops",
        "kafka-coordinat, Kafka clients",
        "smallrye-kafka-, Kafka clients",
        "G1 Service, collector",
        "GC Thread#0, collector",
        "VM Periodic Tas, virtual machine",
        "qunfa-relay, others"
    })
    void threadsAreToldApartByWhatTheKernelKeepsOfTheirNames(String thread, String kind) {
        assertThat(Rest.kind(thread)).isEqualTo(kind);
    }
}
