package org.mainmemory.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets Logback up: one line an event on stderr; warnings by default, with -v what happens to the server, with -vv to
 * connections, with -vvv everything.
 *
 * <p>In code, since reading logback.xml would take half the time of a start.
 */
public final class StderrLog extends ContextAwareBase implements Configurator {

    private static volatile int verbosity;

    /** Whether Logback runs: asking Logback itself would start it. */
    private static volatile boolean started;

    /** Called by Logback, by way of {@code ServiceLoader}. */
    public StderrLog() {
    }

    /**
     * Sets how much is logged, by the number of -v; takes effect at once. Any thread. Before the first call nobody may
     * log: two threads may be the first at the same time, and SLF4J is told here that it need not warn of that.
     *
     * @param newVerbosity 0 and up
     */
    public static void setVerbosity(int newVerbosity) {
        verbosity = newVerbosity;
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        if (started && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level());
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setName("stderr");
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level());
        root.addAppender(stderr);
        started = true;
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** The level for the number of -v. */
    static Level level() {
        return switch (verbosity) {
            case 0 -> Level.WARN;
            case 1 -> Level.INFO;
            case 2 -> Level.DEBUG;
            default -> Level.TRACE;
        };
    }

    /** Whether -v was given, or verbosity raised since. */
    public static boolean isVerbose() {
        return verbosity > 0;
    }
}
