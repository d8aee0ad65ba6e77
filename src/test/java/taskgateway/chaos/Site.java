package taskgateway.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import taskgateway.directory.Directory;
import taskgateway.testkit.LegacyEndpoint;
import taskgateway.testkit.Postgres;
import taskgateway.testkit.RunningGateway;

/** Gateways with all that they need around them: alone with what they embed, or two on one database and one broker. */
final class Site implements AutoCloseable {

    /** The provider behind a queue, the one behind an HTTP endpoint, and the one with a FHIR server. */
    static final String QUEUE = "B82617";
    static final String ENDPOINT = "C83615";
    static final String FHIR = "A20047";

    private final FakeFhir fhir = new FakeFhir(0);
    private final LegacyEndpoint endpoint = new LegacyEndpoint(0);
    private final List<Node> nodes = new ArrayList<>();
    private final Path data;
    private BrokerProcess broker;
    private Postgres postgres;
    private RunningGateway inside;

    private Site(Path data) throws IOException {
        this.data = data;
    }

    /** One gateway with its embedded database and broker. */
    static Site alone(Path data) throws IOException {
        Site site = new Site(data);
        site.node("gateway-a", Map.of());
        return site;
    }

    /** Two gateways on one PostgreSQL and one broker. */
    static Site pair(Path data) throws IOException {
        Site site = new Site(data);
        site.postgres = Postgres.start(data);
        site.broker = BrokerProcess.start(data);
        Map<String, String> shared = new LinkedHashMap<>(site.postgres.settings());
        shared.put("gateway.broker.url", "failover:(" + site.broker.url() + ")?maxReconnectDelay=1000&timeout=10000");
        shared.put("gateway.broker.listen", "");
        site.node("gateway-a", shared);
        shared.put("gateway.base", site.base());
        shared.put("gateway.behind-proxy", "true");
        site.node("gateway-b", shared);
        return site;
    }

    private void node(String name, Map<String, String> other) throws IOException {
        Path folder = Files.createDirectories(data.resolve(name));
        Map<String, String> settings = RunningGateway.settings(folder);
        settings.putAll(other);
        settings.put("gateway.names", "http://127.0.0.1:" + settings.get("gateway.http.port"));
        settings.put("gateway.name", name);
        settings.put("gateway.patient-key-file", data.resolve("patient.key").toString());
        settings.put("gateway.deliver.poll-millis", "50");
        settings.put("simulator.enabled", "false");
        settings.put("gateway.directory", Files.writeString(folder.resolve("directory.yaml"),
                Files.readString(Path.of("config/directory.yaml"))
                        .replace("{{simulator.base}}/A20047/DSTU2/1", fhir.url())
                        .replace("{{simulator.base}}/legacy/C83615/tasks", endpoint.url())).toString());
        nodes.add(new Node(folder, settings));
    }

    /** Starts every gateway and waits until they are ready. */
    void start() throws IOException {
        for (Node node : nodes) {
            node.start();
            node.awaitReady();
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    BrokerProcess brokerProcess() {
        return broker;
    }

    Postgres postgres() {
        return postgres;
    }

    FakeFhir fhir() {
        return fhir;
    }

    LegacyEndpoint endpoint() {
        return endpoint;
    }

    /** The base URL under which the directory knows the providers. */
    String base() {
        return nodes.get(0).settings().get("gateway.base");
    }

    /** Where requests can be sent to. */
    List<String> addresses() {
        return nodes.stream().map(Node::address).toList();
    }

    Directory directory() {
        try {
            return Directory.parse(Files.readString(Path.of(nodes.get(0).settings().get("gateway.directory")))
                    .replace("{{gateway.base}}", base()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The broker's URL for other programs. */
    String broker() {
        return broker == null ? nodes.get(0).settings().get("gateway.broker.listen") : broker.url();
    }

    /**
     * Makes the database readable from outside: an embedded one is open to its own process alone, so the gateway is
     * killed and started again in this one.
     */
    void open() throws Exception {
        if (postgres == null && inside == null) {
            nodes.get(0).kill();
            inside = RunningGateway.start(data, nodes.get(0).settings());
        }
    }

    /** A connection to the gateways' database, to be closed by the caller. */
    Connection database() throws SQLException {
        Map<String, String> settings = nodes.get(0).settings();
        return DriverManager.getConnection(settings.get("gateway.database.url"),
                settings.getOrDefault("gateway.database.user", "gateway"), "");
    }

    @Override
    public void close() throws Exception {
        nodes.forEach(Node::close);
        if (inside != null) {
            inside.stop();
        }
        if (broker != null) {
            broker.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        endpoint.close();
        fhir.close();
    }
}
