package taskgateway.broker;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.util.DefaultIOExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk of the embedded broker. While it is full each message is refused to its sender at once, and the broker goes
 * on; the log has one line when that begins, and one when there is room again.
 */
final class BrokerDisk extends DefaultIOExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.jms");
    private static final long NO_ROOM = 1 << 20;
    private static final Executor SOON = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

    private final File folder;
    private Instant full;

    /** @param folder the broker's data */
    BrokerDisk(File folder) {
        this.folder = folder;
    }

    /**
     * What follows from a full disk does not always say so; taken for another failure, it would stop the broker for
     * good.
     */
    @Override
    public void handle(IOException failure) {
        if (BrokerState.isFull(failure) || !hasRoom()) {
            tell();
            // Else its journal takes nothing more, ever.
            allowIOResumption();
        } else {
            super.handle(failure);
        }
    }

    private synchronized void tell() {
        if (full == null) {
            full = Instant.now();
            LOG.error("The disk of the broker is full: {} (gateway.broker.data). Messages are refused to their senders,"
                    + " and what is for queues waits in the database, until there is room", folder);
            SOON.execute(this::look);
        }
    }

    private synchronized void look() {
        if (hasRoom()) {
            LOG.info("There is room for the broker again after {} s",
                    Duration.between(full, Instant.now()).toSeconds());
            full = null;
        } else {
            SOON.execute(this::look);
        }
    }

    private boolean hasRoom() {
        return folder.getUsableSpace() >= NO_ROOM;
    }
}
