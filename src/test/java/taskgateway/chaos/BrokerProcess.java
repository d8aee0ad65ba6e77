package taskgateway.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal;
import org.awaitility.Awaitility;
import taskgateway.testkit.Patience;
import taskgateway.testkit.RunningGateway;

/**
 * An ActiveMQ broker as a process of its own, which forces every message to disk: it can be killed and started again.
 */
public final class BrokerProcess implements AutoCloseable {

    private final Path data;
    private final String port = RunningGateway.freePort();
    private Process process;

    private BrokerProcess(Path data) {
        this.data = data;
    }

    /** The program: its arguments are a port and a folder. */
    public static void main(String[] arguments) throws Exception {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(new File(arguments[1]));
        store.setJournalDiskSyncStrategy(Journal.JournalDiskSyncStrategy.ALWAYS.name());
        BrokerService broker = new BrokerService();
        broker.setBrokerName("external");
        broker.setPersistenceAdapter(store);
        broker.setUseJmx(false);
        broker.setTmpDataDirectory(new File(arguments[1], "tmp"));
        broker.addConnector("tcp://127.0.0.1:" + arguments[0]);
        broker.start();
        broker.waitUntilStopped();
    }

    /** Starts a broker with fresh data under this folder. */
    public static BrokerProcess start(Path folder) throws IOException {
        BrokerProcess broker = new BrokerProcess(folder.resolve("broker"));
        broker.start();
        return broker;
    }

    /** Starts it again with the data that it has, and waits until it can be used. */
    public void start() throws IOException {
        process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                BrokerProcess.class.getName(), port, data.toString()))
                .redirectErrorStream(true).redirectOutput(data.resolveSibling("broker.log").toFile()).start();
        Awaitility.await().atMost(Patience.PATIENCE).ignoreExceptions().until(() -> {
            new ActiveMQConnectionFactory(url()).createConnection().close();
            return true;
        });
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
