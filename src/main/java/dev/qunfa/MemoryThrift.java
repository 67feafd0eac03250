package dev.qunfa;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import org.jboss.logging.Logger;

/**
 * Keeps the process small, by what a JVM can be told while it runs.
 *
 * <ul>
 *   <li>The heap is not cut down as far as G1 would at the start, by what is in use before there is any load. In a small heap
 *       messages outlive so many collections that they are taken for old, the old ones crowd the young ones out, and in the
 *       end the heap grows to all that it may have.
 *   <li>What the compilers are done with is given back to the system. They take and free megabytes for each large method, and
 *       the C library keeps what is freed, in every arena that a thread ever used; most of it nobody uses again, and it is
 *       resident.
 * </ul>
 *
 * <p>A JVM or a system that cannot be told so does as ever. For one thread, which may be any.
 */
final class MemoryThrift {
    static final String SWITCH = "qunfa.jvm.spare-memory";

    /**
     * Most of the heap that may be free, in percent, before a finished marking cuts it down; the JVM's default is 70. The first
     * marking finds 12 or 13 MB taken, which leaves a heap of 134 to 145 MB: over half of {@code -Xmx256m}, and G1 is the quicker
     * to enlarge a heap the further it is below half of what it may be.
     */
    private static final String MOST_FREE = "91";

    /** Least of it that may be free then, before it is enlarged, for garbage that is about to be collected, too; default 40. */
    private static final String LEAST_FREE = "10";

    private static final long BETWEEN_LOOKS_SECONDS = 5;

    /** Of the compilers' time since the last time. An idle service, in which they have next to nothing to do, is left alone. */
    private static final long WORTH_IT_MS = 500;

    private static final Logger LOG = Logger.getLogger(MemoryThrift.class);

    private MemoryThrift() {}

    /** In time if it comes before the first marking, about a second after the JVM. */
    static void keepHeapSteady() {
        try {
            var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            keepHeapSteady(jvm, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
        } catch (RuntimeException | LinkageError e) {
            LOG.debugf("The heap is sized as ever, since this JVM has no such options: %s", e);
        }
    }

    /**
     * Only for G1, the only collector for which this was measured, and only if the heap begins so large that it would be cut down:
     * one that begins small has to be free to grow. What the command line says stays.
     */
    static void keepHeapSteady(HotSpotDiagnosticMXBean jvm, MemoryUsage heap) {
        boolean beginsLarge = heap.getInit() >= heap.getMax() / 2;
        if (beginsLarge && Boolean.parseBoolean(jvm.getVMOption("UseG1GC").getValue())) {
            setUnlessGiven(jvm, "MaxHeapFreeRatio", MOST_FREE);
            setUnlessGiven(jvm, "MinHeapFreeRatio", LEAST_FREE);
        }
    }

    private static void setUnlessGiven(HotSpotDiagnosticMXBean jvm, String option, String value) {
        if (jvm.getVMOption(option).getOrigin() == VMOption.Origin.DEFAULT) {
            jvm.setVMOption(option, value);
        }
    }

    /** Goes on until the JVM ends; returns if there is nothing that it can do. */
    static void keepGivingBack() {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        if (compilers == null || !compilers.isCompilationTimeMonitoringSupported()) {
            return;
        }
        try {
            keepGivingBack(compilers);
        } catch (JMException | RuntimeException | LinkageError e) {
            LOG.debugf(
                    "What the compilers are done with stays in the process, since this JVM cannot give it back: %s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void keepGivingBack(CompilationMXBean compilers) throws JMException, InterruptedException {
        long before = 0;
        while (true) {
            TimeUnit.SECONDS.sleep(BETWEEN_LOOKS_SECONDS);
            long spent = compilers.getTotalCompilationTime();
            if (spent - before >= WORTH_IT_MS) {
                before = spent;
                LOG.debugf("Memory: %s", giveBack().strip());
            }
        }
    }

    /**
     * The JVM's answer.
     *
     * @throws JMException if it does not offer the command
     */
    static String giveBack() throws JMException {
        return DiagnosticCommand.run("systemTrimNativeHeap");
    }
}
