package dev.qunfa;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jboss.logging.Logger;

/**
 * Spares the JVM's optimizing compiler (C2) what gains little by it: code that runs once a batch or once a request of the API.
 * There is far more of that than of the code that each message takes, and under full load the compiler would be busy with it for a
 * minute or two, while the service's own code waits for its turn. The fast compiler (C1) takes it instead.
 *
 * <p>Which code that is, the file says, in the form of HotSpot's compiler directives (JEP 165); the JVM takes them while it runs by
 * its diagnostic command {@code Compiler.directives_add}. A JVM that cannot do that compiles everything as ever.
 */
final class CompilerThrift {
    static final String DIRECTIVES = "compiler-directives.json";

    private static final Logger LOG = Logger.getLogger(CompilerThrift.class);

    private CompilerThrift() {}

    /** On a thread of its own, because nothing has to wait for it. Never fails. */
    static void begin() {
        Thread thread = new Thread(CompilerThrift::tellTheJvm, "compiler-thrift");
        thread.setDaemon(true);
        thread.start();
    }

    private static void tellTheJvm() {
        try {
            LOG.debugf("Compiler: %s", addDirectives().strip());
        } catch (IOException | JMException | RuntimeException e) {
            LOG.debugf("The JVM compiles everything as ever, since it does not take compiler directives: %s", e);
        }
    }

    /**
     * The JVM's answer, a sentence.
     *
     * @throws IOException if there is no room for a temporary file, in which the JVM wants them
     * @throws JMException if this is not HotSpot, or it does not offer the command
     */
    static String addDirectives() throws IOException, JMException {
        Path file = Files.createTempFile("qunfa", ".json");
        try (InputStream directives = CompilerThrift.class.getResourceAsStream("/" + DIRECTIVES)) {
            Files.copy(directives, file, StandardCopyOption.REPLACE_EXISTING);
            return diagnose("compilerDirectivesAdd", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    static String diagnose(String command, String... arguments) throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        command,
                        new Object[] {arguments},
                        new String[] {String[].class.getName()});
    }
}
