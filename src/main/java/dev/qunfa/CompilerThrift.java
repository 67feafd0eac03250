package dev.qunfa;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import org.jboss.logging.Logger;

/**
 * Leaves most libraries to the JVM's fast compiler (C1), not to the optimizing one (C2). What a message takes is spread over thousands of
 * methods; C2 would be busy with them for most of the first minute of full load, at the cost of the messages (docs/adr/0023).
 *
 * <p>Which code that is, the file says, in the form of HotSpot's compiler directives (JEP 165); the JVM takes them while it runs by
 * its diagnostic command {@code Compiler.directives_add}. A JVM that cannot do that compiles everything as ever.
 */
final class CompilerThrift {
    static final String DIRECTIVES = "compiler-directives.json";

    static final String SWITCH = "qunfa.jvm.spare-compiler";

    private static final Logger LOG = Logger.getLogger(CompilerThrift.class);

    private CompilerThrift() {}

    /** Tells the JVM; a failure is logged. */
    static void tellTheJvm() {
        try {
            LOG.debugf("Compiler: %s", addDirectives().strip());
        } catch (IOException | JMException | RuntimeException | LinkageError e) {
            LOG.debugf("The JVM compiles everything as ever, since it does not take compiler directives: %s", e);
        }
    }

    /**
     * The JVM's answer: how many directives were added, or what is wrong with them.
     *
     * @throws IOException if there is no room for a temporary file, in which the JVM wants them
     * @throws JMException if this is not HotSpot, or it does not offer the command
     */
    static String addDirectives() throws IOException, JMException {
        Path file = Files.createTempFile("qunfa", ".json");
        // The service may end meanwhile.
        file.toFile().deleteOnExit();
        try (InputStream directives = CompilerThrift.class.getResourceAsStream("/" + DIRECTIVES)) {
            Files.copy(directives, file, StandardCopyOption.REPLACE_EXISTING);
            return DiagnosticCommand.run("compilerDirectivesAdd", '"' + file.toString() + '"');
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
