package taskgateway.broker;

import java.io.File;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal;
import org.apache.camel.support.service.ServiceSupport;

/** An ActiveMQ broker inside this process, with a store that forces every message to disk before it is acknowledged. */
public final class EmbeddedBroker extends ServiceSupport {

    private static final long LARGEST_STORE = 1L << 30;
    private static final int LARGEST_FRAME = 64 << 20;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final String[] NOWHERE = {};

    /** A comma may stand within an address too. */
    static final Pattern BETWEEN = Pattern.compile("[\\s,]+(?=[a-z0-9+]+://)");

    private final String name = "task-gateway-" + UUID.randomUUID();
    private final File directory;
    private final String listen;
    private BrokerService broker;

    /**
     * @param directory where the broker keeps its messages
     * @param listen    addresses for other programs, separated by spaces or commas, e.g. {@code tcp://127.0.0.1:61616
     *                  stomp://127.0.0.1:61613 amqp://127.0.0.1:5672}; blank for none
     */
    public EmbeddedBroker(File directory, String listen) {
        this.directory = directory;
        this.listen = listen;
    }

    /** The URL by which this process reaches the broker. */
    public String url() {
        return "vm://" + name + "?create=false";
    }

    @Override
    protected void doStart() throws Exception {
        broker = new BrokerService();
        broker.setBrokerName(name);
        broker.setIoExceptionHandler(new BrokerDisk(directory));
        broker.setPersistenceAdapter(store());
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setTmpDataDirectory(new File(directory, "tmp"));
        broker.getSystemUsage().getMemoryUsage().setPercentOfJvmHeap(25);
        broker.getSystemUsage().getStoreUsage().setLimit(LARGEST_STORE);
        broker.getSystemUsage().getTempUsage().setLimit(64L << 20);
        // A full store fails what is sent, which is tried again, and holds up nobody for ever.
        broker.getSystemUsage().setSendFailIfNoSpaceAfterTimeout(PATIENCE_MILLIS);
        try {
            for (String address : listen.isBlank() ? NOWHERE : BETWEEN.split(listen.strip())) {
                broker.addConnector(address + (address.contains("?") ? "&" : "?") + options(address));
            }
            broker.start();
        } catch (Exception e) {
            broker.stop();
            throw new IllegalStateException("the broker cannot start at " + listen
                    + " (gateway.broker.listen) with its data in "
                    + directory + " (gateway.broker.data): " + e.getMessage(), e);
        }
        broker.waitUntilStarted();
    }

    private KahaDBPersistenceAdapter store() throws Exception {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(directory);
        store.setJournalDiskSyncStrategy(Journal.JournalDiskSyncStrategy.ALWAYS.name());
        store.getLocker().setFailIfLocked(true);
        return store;
    }

    private static String options(String address) {
        if (address.startsWith("amqp")) {
            // Else a text becomes a message of bytes that holds all of its AMQP.
            return "transport.transformer=jms&transport.maxFrameSize=" + LARGEST_FRAME;
        }
        return (address.startsWith("stomp") ? "transport" : "wireFormat") + ".maxFrameSize=" + LARGEST_FRAME;
    }

    @Override
    protected void doStop() throws Exception {
        if (broker != null) {
            broker.stop();
            broker.waitUntilStopped();
        }
    }
}
