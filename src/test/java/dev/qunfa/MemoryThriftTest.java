package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import com.sun.management.VMOption.Origin;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryThriftTest {
    private static final String LEAST = "MinHeapFreeRatio";
    private static final String MOST = "MaxHeapFreeRatio";
    private static final long MB = 1 << 20;
    private static final MemoryUsage LARGE_FROM_THE_START = new MemoryUsage(256 * MB, 0, 256 * MB, 256 * MB);

    @Test
    void the_bounds_of_g1_are_widened() {
        Jvm jvm = new Jvm(true);

        MemoryThrift.keepHeapSteady(jvm, LARGE_FROM_THE_START);

        assertThat(jvm.set).containsExactlyInAnyOrderEntriesOf(Map.of(LEAST, "10", MOST, "91"));
    }

    @ParameterizedTest
    @CsvSource({LEAST + "," + MOST, MOST + "," + LEAST})
    void what_the_command_line_says_stays(String given, String other) {
        for (Origin origin : List.of(Origin.VM_CREATION, Origin.ENVIRON_VAR)) {
            Jvm jvm = new Jvm(true);
            jvm.origins.put(given, origin);

            MemoryThrift.keepHeapSteady(jvm, LARGE_FROM_THE_START);

            assertThat(jvm.set).containsOnlyKeys(other);
        }
    }

    @Test
    void another_collector_is_left_alone() {
        Jvm jvm = new Jvm(false);

        MemoryThrift.keepHeapSteady(jvm, LARGE_FROM_THE_START);

        assertThat(jvm.set).isEmpty();
    }

    @Test
    void a_heap_that_begins_small_is_free_to_grow() {
        Jvm jvm = new Jvm(true);

        MemoryThrift.keepHeapSteady(jvm, new MemoryUsage(12 * MB, 0, 12 * MB, 256 * MB));

        assertThat(jvm.set).isEmpty();
    }

    @Test
    void a_jvm_lets_these_bounds_be_changed_while_it_runs() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

        assertThat(List.of(LEAST, MOST))
                .allMatch(option -> jvm.getVMOption(option).isWriteable());
    }

    @Test
    void the_jvm_gives_back_what_it_does_not_need() throws Exception {
        assumeThat(commands()).as("of this JVM").contains("systemTrimNativeHeap");

        assertThat(MemoryThrift.giveBack()).containsAnyOf("Trim native heap:", "Not available");
    }

    private static List<String> commands() throws Exception {
        MBeanOperationInfo[] commands = ManagementFactory.getPlatformMBeanServer()
                .getMBeanInfo(new ObjectName("com.sun.management:type=DiagnosticCommand"))
                .getOperations();
        return Arrays.stream(commands).map(MBeanOperationInfo::getName).toList();
    }

    /** Knows the options that matter, and remembers what is set; the real one would change the JVM of all tests. */
    private static final class Jvm implements HotSpotDiagnosticMXBean {
        private final boolean usesG1;
        private final Map<String, Origin> origins = new HashMap<>();
        private final Map<String, String> set = new HashMap<>();

        private Jvm(boolean usesG1) {
            this.usesG1 = usesG1;
        }

        @Override
        public VMOption getVMOption(String name) {
            String value = name.equals("UseG1GC") ? Boolean.toString(usesG1) : "50";
            return new VMOption(name, value, true, origins.getOrDefault(name, Origin.DEFAULT));
        }

        @Override
        public void setVMOption(String name, String value) {
            set.put(name, value);
        }

        @Override
        public ObjectName getObjectName() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<VMOption> getDiagnosticOptions() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void dumpHeap(String file, boolean live) {
            throw new UnsupportedOperationException();
        }
    }
}
