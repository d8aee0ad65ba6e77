package taskgateway.jms;

import java.io.File;
import java.util.UUID;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal;
import org.apache.camel.support.service.ServiceSupport;

/** An ActiveMQ broker inside this process, with a store that forces every message to disk before it is acknowledged. */
public final class EmbeddedBroker extends ServiceSupport {

    private final String name = "task-gateway-" + UUID.randomUUID();
    private final File directory;
    private final String listen;
    private BrokerService broker;

    /**
     * @param directory where the broker keeps its messages
     * @param listen    an address for other programs, e.g. {@code tcp://127.0.0.1:61616}; blank for none
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
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(directory);
        store.setJournalDiskSyncStrategy(Journal.JournalDiskSyncStrategy.ALWAYS.name());
        broker = new BrokerService();
        broker.setBrokerName(name);
        broker.setPersistenceAdapter(store);
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.getSystemUsage().getStoreUsage().setLimit(1L << 30);
        broker.getSystemUsage().getTempUsage().setLimit(64L << 20);
        if (!listen.isBlank()) {
            broker.addConnector(listen);
        }
        try {
            broker.start();
        } catch (Exception e) {
            broker.stop();
            throw new IllegalStateException("the broker cannot start at " + listen + " (gateway.broker.listen): " + e.getMessage(), e);
        }
        broker.waitUntilStarted();
    }

    @Override
    protected void doStop() throws Exception {
        if (broker != null) {
            broker.stop();
            broker.waitUntilStopped();
        }
    }
}
