package taskgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgateway.Gateway;
import taskgateway.Settings;
import taskgateway.StartFailure;
import taskgateway.broker.BrokerLogin;
import taskgateway.store.sql.Database;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/** Passwords and keys are used, and told to nobody. */
@Slow
public class SecretsTest {

    /** Every secret of these tests begins so; the run's whole output is searched for it. */
    public static final String SECRET = "not-to-be-told-";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "gateway.broker.url,    tcp://127.0.0.1:1?jms.userName=u&jms.password=not-to-be-told-1",
        "gateway.broker.url,    failover:(tcp://u:not-to-be-told-1@127.0.0.1:1)",
        "gateway.database.url,  jdbc:postgresql://127.0.0.1:1/x?user=u&password=not-to-be-told-1",
        "gateway.database.url,  jdbc:h2:mem:x;USER=u;PASSWORD=not-to-be-told-1",
    })
    void aUrlWithAPasswordStopsTheStart(String key, String url) {
        assertThat(failure(Map.of(key, url))).contains(key, key.replace(".url", ".password-file"))
                .doesNotContain(SECRET);
    }

    @Test
    void aWrongPasswordStopsTheStart() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("db");
        Database.open(url, "gateway", "another", 2).close();
        assertThat(failure(Map.of("gateway.database.url", url, "gateway.database.password", SECRET + 2)))
                .contains("gateway.database.url").doesNotContain(SECRET);
    }

    @Test
    void asDoesASecretThatStandsTwiceOrInAFileThatIsNotThere() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), SECRET + 3);
        assertThat(failure(
                Map.of("gateway.broker.password", SECRET + 3, "gateway.broker.password-file", file.toString())))
                .contains("gateway.broker.password-file are both set").doesNotContain(SECRET);
        assertThat(failure(Map.of("gateway.sds.api-key-file", folder.resolve("none").toString())))
                .contains("gateway.sds.api-key-file").contains("cannot be read");
    }

    @Test
    void aRunningGatewayTellsNobody() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), SECRET + 4 + "\n");
        try (RunningGateway gateway =
                RunningGateway.start(folder.resolve("data"), Map.of("gateway.database.password-file",
                password.toString(), "gateway.sds.url", "https://sds.example/R4",
                "gateway.sds.api-key", SECRET + 6))) {
            DriverManager.getConnection(gateway.setting("gateway.database.url"), "gateway", SECRET + 4).close();
            Settings settings = gateway.camel().getRegistry().findSingleByType(Settings.class);
            assertThat(settings.sds().apiKey()).isEqualTo(SECRET + 6);
            assertThat(settings.toString() + settings.sds()).doesNotContain(SECRET);
            for (String path : new String[] {"/observe/health", "/observe/metrics", "/observe/info"}) {
                assertThat(management(gateway, path)).as(path).doesNotContain(SECRET);
            }
            assertThat(beans()).contains("org.apache.camel:").doesNotContain(SECRET);
        }
    }

    @Test
    void theBrokerIsGivenUserAndPassword() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), SECRET + 7 + "\n");
        BrokerService broker = new BrokerService();
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setPlugins(new BrokerPlugin[] {OneUser::new});
        String url = broker.addConnector("tcp://127.0.0.1:0").getPublishableConnectString();
        broker.start();
        try (RunningGateway gateway = RunningGateway.start(folder.resolve("data"), Map.of("gateway.broker.url", url,
                "gateway.broker.user", "u", "gateway.broker.password-file", password.toString()))) {
            BrokerLogin login = gateway.camel().getRegistry().findSingleByType(Settings.class).broker().login();
            assertThat(login.password()).isEqualTo(SECRET + 7);
            assertThat(login.toString()).doesNotContain(SECRET);
            String queue = gateway.camel().resolvePropertyPlaceholders("{{gateway.jms.in}}");
            await().untilAsserted(() -> assertThat(broker.getDestination(new ActiveMQQueue(queue)).getConsumers())
                    .isNotEmpty());
        } finally {
            broker.stop();
        }
    }

    @Test
    void helpTellsNoSetting() {
        StringWriter help = new StringWriter();
        Gateway.gateway().setOut(new PrintWriter(help)).execute("--help");
        assertThat(help.toString()).contains("--config").doesNotContainIgnoringCase("password");
    }

    /** A broker that lets in one user alone. */
    private static final class OneUser extends BrokerFilter {

        private OneUser(Broker next) {
            super(next);
        }

        @Override
        public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
            if (!"u".equals(info.getUserName()) || !(SECRET + 7).equals(info.getPassword())) {
                throw new SecurityException("nobody else");
            }
            super.addConnection(context, info);
        }
    }

    private String failure(Map<String, String> settings) {
        Throwable failure = catchThrowable(() -> RunningGateway.start(folder.resolve("failing"), settings).close());
        return new StartFailure(failure).getMessage();
    }

    private static String management(RunningGateway gateway, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.setting("gateway.management.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Every attribute of every MBean of this process, as far as they can be read. */
    private static String beans() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder told = new StringBuilder();
        for (ObjectName name : server.queryNames(null, null)) {
            told.append(name).append('\n');
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    told.append(server.getAttribute(name, attribute.getName())).append('\n');
                } catch (JMException | RuntimeMBeanException unreadable) {
                    told.append(unreadable.getMessage()).append('\n');
                }
            }
        }
        return told.toString();
    }
}
