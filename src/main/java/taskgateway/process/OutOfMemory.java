package taskgateway.process;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when its memory is full: any thread may have been stopped in the middle of anything, and the
 * embedded database closes itself. Whoever started the process starts it again. {@code -XX:+ExitOnOutOfMemoryError} in
 * {@code config/jvm.options} does so sooner and more surely; this is for a gateway that was started without.
 */
public final class OutOfMemory {

    /** As of a Java that was told to exit. */
    public static final int STATUS = 3;

    private OutOfMemory() {
    }

    /** From now on sees what no thread catches, and what a library catches and logs. */
    public static void watch() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIf(failure);
            LoggerFactory.getLogger("taskgateway.memory").error("Thread {} has ended", thread.getName(), failure);
        });
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logged logged = new Logged();
        logged.setContext(root.getLoggerContext());
        logged.start();
        root.addAppender(logged);
    }

    /** Ends the process at once where full memory is what failed, or why; for whoever catches all failures. */
    public static void endIf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                end();
            }
        }
    }

    /** Not in order: that takes memory, too. */
    private static void end() {
        try {
            System.err.println("task-gateway ends: Java's memory is full (-Xmx). README says how much it needs.");
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    private static final class Logged extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy failure = event.getThrowableProxy();
            if (failure instanceof ThrowableProxy known) {
                endIf(known.getThrowable());
            }
        }
    }
}
