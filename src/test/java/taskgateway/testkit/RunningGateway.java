package taskgateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import taskgateway.Gateway;

/**
 * The whole gateway with its real routes, broker, database and simulator, on free ports of 127.0.0.1 and with its data
 * in a folder of its own. As an extension it is started once for all test classes of the run that ask for it.
 */
public final class RunningGateway implements AutoCloseable {

    private static final Set<Integer> HANDED_OUT = new HashSet<>();
    /**
     * A byte of this file is locked for each port that was handed out, until this process ends: tests may run beside
     * others.
     */
    private static final FileChannel CLAIMS = claims();

    private final Main main;
    private final Path data;
    private final Map<String, String> settings;

    private RunningGateway(Main main, Path data, Map<String, String> settings) {
        this.main = main;
        this.data = data;
        this.settings = settings;
    }

    /** Starts a gateway on free ports with fresh data. */
    public static RunningGateway start() throws Exception {
        return start(Files.createTempDirectory("task-gateway"), Map.of());
    }

    /**
     * Starts a gateway on free ports.
     *
     * @param data  where it keeps its data, kept when it is stopped with {@link #stop()}
     * @param other settings that differ from the file's
     */
    public static RunningGateway start(Path data, Map<String, String> other) throws Exception {
        Map<String, String> settings = settings(data);
        settings.putAll(other);
        Main main = Gateway.configured(Path.of("config/application.properties"));
        settings.forEach(main::addOverrideProperty);
        try {
            main.start();
        } catch (Exception e) {
            main.stop();
            throw e;
        }
        return new RunningGateway(main, data, settings);
    }

    /** Settings for a gateway with its data in this folder and its ports free. */
    public static Map<String, String> settings(Path data) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("gateway.http.port", freePort());
        settings.put("gateway.management.port", freePort());
        settings.put("simulator.port", freePort());
        settings.put("gateway.base", "http://127.0.0.1:" + settings.get("gateway.http.port"));
        settings.put("gateway.names", "http://localhost:" + settings.get("gateway.http.port"));
        settings.put("gateway.broker.listen", "tcp://127.0.0.1:" + freePort());
        settings.put("gateway.broker.data", data.resolve("activemq").toString());
        settings.put("gateway.database.url",
                "jdbc:h2:file:" + data.resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        settings.put("gateway.directory", "src/test/resources/directory.yaml");
        return settings;
    }

    /** {@code http://127.0.0.1:port}, without a slash at its end. */
    public String base() {
        return settings.get("gateway.base");
    }

    /** {@code http://127.0.0.1:port} of the FHIR port, whatever name callers know it by. */
    public String address() {
        return "http://127.0.0.1:" + settings.get("gateway.http.port");
    }

    /** The value of a setting that differs from the file's. */
    public String setting(String key) {
        return settings.get(key);
    }

    /** The settings that differ from the file's. */
    public Map<String, String> settings() {
        return settings;
    }

    /** {@code http://127.0.0.1:port} of the simulator. */
    public String simulator() {
        return "http://127.0.0.1:" + settings.get("simulator.port");
    }

    /** The broker's URL for other programs. */
    public String broker() {
        return settings.get("gateway.broker.listen");
    }

    public org.apache.camel.CamelContext camel() {
        return main.getCamelContext();
    }

    /** Stops the gateway and keeps its data. */
    public void stop() {
        main.stop();
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }

    /**
     * A port that nobody listens on. It lies below those that the system gives to outgoing connections, which could
     * else take it before the gateway does, and is handed out once, on the whole machine as long as this process lives.
     */
    public static synchronized String freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_240, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (HANDED_OUT.add(port) && CLAIMS.tryLock(port, 1, false) != null) {
                    return Integer.toString(socket.getLocalPort());
                }
            } catch (IOException taken) {
                continue;
            }
        }
    }

    private static FileChannel claims() {
        try {
            return FileChannel.open(Path.of(System.getProperty("java.io.tmpdir"), "task-gateway-test-ports"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands the one gateway of the run to tests and constructors that have it as a parameter. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == RunningGateway.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Started.class, key -> new Started(), Started.class).gateway;
        }
    }

    private static final class Started implements AutoCloseable {

        private final RunningGateway gateway;

        private Started() {
            try {
                gateway = start();
            } catch (Exception e) {
                throw new IllegalStateException("the gateway does not start", e);
            }
        }

        @Override
        public void close() throws IOException {
            gateway.close();
        }
    }
}
