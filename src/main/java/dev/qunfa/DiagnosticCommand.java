package dev.qunfa;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What {@code jcmd} tells a JVM from outside, told to the own one. */
final class DiagnosticCommand {
    private DiagnosticCommand() {}

    /**
     * The JVM's answer, a text for people.
     *
     * @param command the operation of the DiagnosticCommand MBean: {@code Compiler.directives_add} is
     *     {@code compilerDirectivesAdd}
     * @throws JMException if this is not HotSpot, or it does not offer the command
     * @throws RuntimeException if it does not take any, or fails at this one
     */
    static String run(String command, String... arguments) throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        command,
                        new Object[] {arguments},
                        new String[] {String[].class.getName()});
    }
}
