package glissade.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import glissade.run.RunDirectory;
import java.io.OutputStream;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where the parts of the program log: nowhere at first, then to the run's own file, or to stderr
 * with {@code --debug}. What users should know is told by commands, never by a log. Loaded by
 * logback as its configuration.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String RUN_LOG = "glissade.log";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24}: %msg%n";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (hostHasItsOwn()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** A program that embeds this one may have decided where everything is logged. */
    private static boolean hostHasItsOwn() {
        ClassLoader classes = Logging.class.getClassLoader();
        return System.getProperty("logback.configurationFile") != null
                || classes.getResource("logback-test.xml") != null
                || classes.getResource("logback.xml") != null;
    }

    /**
     * Warnings and errors of a run go to a file in its directory, or with {@code --debug}
     * everything to stderr.
     */
    static void ofRun(RunDirectory directory, boolean debug) {
        ofDirectory(directory.root(), debug);
    }

    /** The same for several runs in one directory. */
    static void ofDirectory(Path directory, boolean debug) {
        if (debug) {
            toStderr();
        } else {
            toFile(directory.resolve(RUN_LOG));
        }
    }

    /** Warnings and errors go to a file, which is made when there is the first. */
    private static void toFile(Path file) {
        start(new LazyFile(file), Level.WARN);
    }

    /** Everything that may help to find a fault goes to stderr. */
    static void toStderr() {
        start(System.err, Level.DEBUG);
    }

    /** Warnings and errors go to stderr, for a process whose stderr a launcher reads. */
    static void warningsToStderr() {
        start(System.err, Level.WARN);
    }

    private static void start(OutputStream target, Level level) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        LoggerContext context = root.getLoggerContext();
        if (level.isGreaterOrEqual(Level.WARN)) {
            // Warns of every connection that ends, also of those that end as they should.
            context.getLogger("akka.stream.Materializer").setLevel(Level.ERROR);
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(target);
        appender.start();
        root.addAppender(appender);
        root.setLevel(level);
    }
}
