package taskgateway.process;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends this process when it can be of no use any more. The exit status tells whoever started it whether to start it
 * again: what a new process mends, and what would only happen once more.
 */
public final class Ending {

    /**
     * The name of this gateway is another's: to start this one again would only take it back. A unit of systemd names
     * this status in {@code RestartPreventExitStatus}; Java itself never ends with it.
     */
    public static final int NAME_LOST = 78;

    /** The database has closed itself and cannot be opened again in this process: another one may. */
    public static final int STORE_LOST = 70;

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.ending");

    private final AtomicInteger status = new AtomicInteger();
    private volatile Runnable stop = () -> { };

    /**
     * Says how the process is stopped in order: what is being worked on gets its answer first.
     *
     * @param orderly returns at once
     */
    public void stopBy(Runnable orderly) {
        stop = orderly;
    }

    /**
     * Ends the process, for the first reason alone.
     *
     * @param with the exit status
     * @param why  in words, a sentence
     */
    public void end(int with, String why) {
        if (status.compareAndSet(0, with)) {
            LOG.error("{}. This gateway ends with exit status {}", why, with);
            stop.run();
        }
    }

    /** The exit status; 0 where nothing but an operator ends the process. */
    public int status() {
        return status.get();
    }
}
