package taskgateway.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.awaitility.Awaitility;
import taskgateway.testkit.Patience;
import taskgateway.testkit.RunningGateway;

/**
 * An Artemis broker that speaks OpenWire, as a process of its own: its OpenWire is that of an older ActiveMQ, whose
 * classes have the same names as those of the gateway's.
 */
final class ArtemisProcess implements AutoCloseable {

    private static final String OPENWIRE = "activemq-client-jakarta";

    private final String url;
    private final Process process;

    private ArtemisProcess(String url, Process process) {
        this.url = url;
        this.process = process;
    }

    /** The program: its arguments are an address and a folder. */
    public static void main(String[] arguments) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setSecurityEnabled(false).setPersistenceEnabled(true).setJMXManagementEnabled(false)
                .setJournalDirectory(arguments[1] + "/journal").setBindingsDirectory(arguments[1] + "/bindings")
                .setPagingDirectory(arguments[1] + "/paging").setLargeMessagesDirectory(arguments[1] + "/large")
                .addAcceptorConfiguration("openwire", arguments[0] + "?protocols=OPENWIRE");
        configuration.setJournalType(JournalType.NIO);
        new EmbeddedActiveMQ().setConfiguration(configuration).start();
    }

    /** Starts a broker with fresh data under this folder, and waits until it can be used. */
    static ArtemisProcess start(Path folder) throws IOException {
        String url = "tcp://127.0.0.1:" + RunningGateway.freePort();
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .sorted(Comparator.comparing(entry -> !entry.contains(OPENWIRE)))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classes, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                ArtemisProcess.class.getName(), url, folder.resolve("artemis").toString()))
                .redirectErrorStream(true).redirectOutput(folder.resolve("artemis.log").toFile()).start();
        Awaitility.await().atMost(Patience.PATIENCE).ignoreExceptions().until(() -> {
            new ActiveMQConnectionFactory(url).createConnection().close();
            return true;
        });
        return new ArtemisProcess(url, process);
    }

    String url() {
        return url;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
