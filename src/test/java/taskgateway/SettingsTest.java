package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.settings.SettingsFile;
import taskgateway.settings.SettingsReader;

/**
 * With which value would a setting be taken, and not work? Each of them stops the start in one line that names the
 * setting.
 */
class SettingsTest {

    private static final Path FILE = Path.of("config/application.properties");
    private static final Pattern KEY = Pattern.compile("\"((?:gateway|simulator)\\.[a-z.-]+)\"");

    /** Settings whose every value works, or is looked at elsewhere. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("gateway.tls.certificate", "TLS material is looked at when it is read"),
            Map.entry("gateway.tls.key", "TLS material is looked at when it is read"),
            Map.entry("gateway.tls.ca", "TLS material is looked at when it is read"),
            Map.entry("gateway.tls.crl", "TLS material is looked at when it is read"),
            Map.entry("gateway.tls.out.certificate", "TLS material is looked at when it is read"),
            Map.entry("gateway.tls.out.key", "TLS material is looked at when it is read"),
            Map.entry("gateway.tls.out.ca", "TLS material is looked at when it is read"),
            Map.entry("gateway.tls.out.crl", "TLS material is looked at when it is read"),
            Map.entry("gateway.database.user", "only the database can say whether a user is right"),
            Map.entry("gateway.database.password", "only the database can say whether a password is right"));

    @TempDir
    private static Path folder;

    /**
     * @param key      the setting
     * @param value    that would be taken
     * @param words    of the one line that is printed
     * @param together other settings with which the value is wrong
     * @param told     the setting that is named
     */
    private record Row(String key, String value, String words, Map<String, String> together, String told) {

        Row toldBy(String other) {
            return new Row(key, value, words, together, other);
        }

        @Override
        public String toString() {
            return key + "=" + value;
        }
    }

    private static Row row(String key, String value, String words, String... together) {
        Map<String, String> others = new HashMap<>();
        for (int i = 0; i < together.length; i += 2) {
            others.put(together[i], together[i + 1]);
        }
        return new Row(key, value, words, others, key);
    }

    static Stream<Row> wrong() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Stream<Row> numbers = Stream.of("gateway.http.port", "gateway.http.workers", "gateway.http.url-limit",
                "gateway.http.header-limit", "gateway.http.body-limit", "gateway.http.receive-seconds",
                "gateway.http.send-seconds", "gateway.http.idle-seconds", "gateway.http.connections",
                "gateway.http.waiting", "gateway.tls.reload-seconds", "gateway.rate.requests", "gateway.rate.seconds",
                "gateway.breaker.calls", "gateway.breaker.percent", "gateway.breaker.open-seconds",
                "gateway.sds.seconds", "gateway.sds.ttl-seconds", "gateway.sds.waiting", "gateway.token.leeway-seconds",
                "gateway.jms.consumers", "gateway.jms.tries", "gateway.database.connections",
                "gateway.repeat.wait-seconds", "gateway.repeat.keep-hours", "gateway.deliver.connect-seconds",
                "gateway.deliver.seconds", "gateway.deliver.connections", "gateway.deliver.concurrency",
                "gateway.deliver.poll-millis", "gateway.deliver.retry-seconds", "gateway.deliver.retry-longest-seconds",
                "gateway.deliver.tries", "gateway.management.port", "simulator.port")
                .flatMap(key -> Stream.of(row(key, "ten", "must be a whole number from"),
                        row(key, "-1", "must be from"), row(key, "99999999999", "must be a whole number from"),
                        row(key, "tcp://10.0.0.1:80", "what Kubernetes sets for a Service"),
                        row(key, "", "must be a whole number")));
        Stream<Row> flags =
                Stream.of("gateway.tls.plain-http-on-network", "gateway.sds.loopback-http", "gateway.behind-proxy",
                        "simulator.enabled")
                                .flatMap(key -> Stream.of(row(key, "yes", "must be true or false"),
                                        row(key, "", "is empty")));
        Stream<Row> secrets =
                Stream.of("gateway.sds.api-key-file", "gateway.broker.password-file", "gateway.database.password-file")
                .flatMap(key -> Stream.of(
                        row(key, folder.resolve("none").toString(), "names a file that cannot be read"),
                        row(key, empty.toString(), "names a file that is empty")));
        Stream<Row> queues = Stream.of("gateway.jms.in", "gateway.jms.outcomes", "gateway.jms.receipts")
                .flatMap(key -> Stream.of("tasks.>", "tasks.*", "queue://tasks", "a,b", "tasks?consumer.exclusive=true",
                        "ActiveMQ.DLQ", "")
                        .map(name -> row(key, name, key)));
        Stream<Row> ages = Stream.of("gateway.retention.bodies-days", "gateway.retention.records-days")
                .flatMap(key -> Stream.of(row(key, "6m", "must be a whole number from"), row(key, "6", "must be from"),
                        row(key, "7", "is less than gateway.repeat.keep-hours", "gateway.repeat.keep-hours", "240")));
        return Stream.of(numbers, flags, secrets, queues, ages, others()).flatMap(rows -> rows);
    }

    private static Stream<Row> others() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        String none = folder.resolve("none").toString();
        return Stream.of(
                row("gateway.http.host", "no-such-host.invalid", "gateway.http.host"),
                row("gateway.http.bodies-limit", "4194303",
                        "must not be less than gateway.http.body-limit, which is 4194304"),
                row("gateway.http.bodies-limit", "32M", "must be a whole number of bytes, or empty"),
                row("gateway.http.bodies-limit", "", "start Java with -Xmx32768m", "gateway.http.body-limit",
                        "1073741824"),
                row("gateway.http.idle-seconds", "30", "must be more than gateway.http.receive-seconds"),
                row("gateway.http.idle-seconds", "20", "while it waits for its answer",
                        "gateway.http.receive-seconds", "5"),
                row("gateway.deliver.seconds", "60", "while it waits for its answer")
                        .toldBy("gateway.http.idle-seconds"),
                row("gateway.repeat.wait-seconds", "60", "while it waits for its answer")
                        .toldBy("gateway.http.idle-seconds"),
                row("gateway.sds.seconds", "40", "gateway.sds.seconds together", "gateway.sds.url",
                        "ldaps://sds.example")
                        .toldBy("gateway.http.idle-seconds"),
                row("gateway.token.leeway-seconds", "301", "must be from 0 to 300"),
                row("gateway.tls.callers", "proxy.example", "without gateway.tls.certificate"),
                row("gateway.deliver.connect-seconds", "30", "must not be more than gateway.deliver.seconds"),
                row("gateway.deliver.retry-seconds", "301",
                        "must not be more than gateway.deliver.retry-longest-seconds"),
                row("gateway.deliver.connections", "65", "must not be more than gateway.http.workers"),
                row("gateway.sds.waiting", "64", "must be less than gateway.http.workers", "gateway.sds.url",
                        "ldaps://sds.example"),
                row("gateway.retention.records-days", "30", "is less than the age of bodies",
                        "gateway.retention.bodies-days", "400"),
                row("gateway.base", "gateway.example", "gateway.base"),
                row("gateway.base", "https://gateway.example/fhir", "has a path"),
                row("gateway.base", "http://0.0.0.0:8080", "as callers do"),
                row("gateway.base", "http://[::]:8080", "as callers do"),
                row("gateway.base", "https://127.0.0.1:8080", "speaks no TLS"),
                row("gateway.base", "http://127.0.0.1:9999", "gateway.behind-proxy=true"),
                row("gateway.names", "gateway.example", "gateway.names"),
                row("gateway.names", "http://u:p@gateway.example", "gateway.names"),
                row("gateway.directory", none, "names no file"),
                row("gateway.registry", none, "names no folder"),
                row("gateway.profiles", file.toString(), "names no folder"),
                row("simulator.data", none, "names no folder"),
                row("simulator.base", "localhost:8082", "simulator.base"),
                row("simulator.base", "http://127.0.0.1:8083", "the simulator listens on 8082"),
                row("gateway.sds.base-dn", "services", "must be a distinguished name"),
                row("gateway.sds.trust", file.toString(), "no directory is asked"),
                row("gateway.sds.certificate", file.toString(), "no directory is asked", "gateway.sds.key",
                        file.toString()),
                row("gateway.sds.key", file.toString(), "is set alone").toldBy("gateway.sds.url"),
                row("gateway.sds.api-key", "key", "no directory is asked"),
                row("gateway.sds.api-key-file", file.toString(), "no directory is asked"),
                row("gateway.jms.consumer", "clinic", "must be an ASID"),
                row("gateway.sds.url", "http://sds.example", "gateway.sds.url"),
                row("gateway.token.audiences", "a token", "must be an absolute URI"),
                row("gateway.identifier.system", "tasks", "must be an absolute URI"),
                row("gateway.broker.url", "amqp://broker:5672", "speaks OpenWire"),
                row("gateway.broker.url", "broker:61616", "speaks OpenWire"),
                row("gateway.broker.url", "tcp://broker", "speaks OpenWire"),
                row("gateway.broker.url", "failover:()", "speaks OpenWire"),
                row("gateway.broker.url", "failover:(tcp://one:61616,http://two:80)", "speaks OpenWire"),
                row("gateway.broker.user", "gateway", "for an external broker"),
                row("gateway.broker.password", "secret", "of no use without gateway.broker.user", "gateway.broker.url",
                        "tcp://b:1"),
                row("gateway.broker.listen", "tcp://0.0.0.0:61616", "of this machine alone"),
                row("gateway.broker.listen", "tcp://127.0.0.1:61616 stomp://[::]:61613", "of this machine alone"),
                row("gateway.broker.listen", "61616", "must be tcp://127.0.0.1:port"),
                row("gateway.broker.listen", "http://127.0.0.1:61616", "must be tcp://127.0.0.1:port"),
                row("gateway.broker.data", file.toString(), "names a file"),
                row("gateway.jms.outcomes", "gpconnect.tasks.in", "is the queue of gateway.jms.in too"),
                row("gateway.jms.receipts", "gpconnect.tasks.outcomes", "is the queue of gateway.jms.outcomes too"),
                row("gateway.database.url", "jdbc:mysql://db/gateway", "must be jdbc:h2:file:"),
                row("gateway.database.url", "jdbc:postgresql://db:port/tasks", "must be jdbc:h2:file:"),
                row("gateway.database.url", "jdbc:postgresql:///", "must be jdbc:h2:file:"),
                row("gateway.database.url", "jdbc:h2:mem:tasks", "must be jdbc:h2:file:"),
                row("gateway.database.url", "jdbc:h2:file:./data/tasks", "WRITE_DELAY=0"),
                row("gateway.database.url", "jdbc:h2:file:./data/tasks;WRITE_DELAY=05", "WRITE_DELAY=0"),
                row("gateway.name", "gateway one", "must be of letters"),
                row("gateway.name", "g".repeat(65), "must be of letters"),
                row("gateway.patient-key-file", folder.toString(), "names a folder"),
                row("gateway.deliver.ssp", "proxy.example", "gateway.deliver.ssp"),
                row("gateway.management.host", "", "is empty"));
    }

    @ParameterizedTest
    @MethodSource
    void wrong(Row row) {
        Map<String, String> settings = new HashMap<>(row.together());
        settings.put(row.key(), row.value());
        assertThatIllegalArgumentException().isThrownBy(() -> checked(settings, Map.of()))
                .withMessageContaining("setting " + row.told()).withMessageContaining(row.words())
                .satisfies(fault -> assertThat(fault.getMessage()).hasLineCount(1));
    }

    @Test
    void everySettingHasARow() throws IOException {
        Set<String> looked = wrong().map(Row::key).collect(Collectors.toCollection(TreeSet::new));
        looked.addAll(ELSEWHERE.keySet());
        assertThat(looked).containsExactlyElementsOf(keys());
    }

    private static List<String> keys() throws IOException {
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(FILE)) {
            file.load(reader);
        }
        return file.stringPropertyNames().stream().filter(key -> !key.startsWith("camel.")).sorted().toList();
    }

    /** A key that stands twice is changed once. */
    @Test
    void aKeyStandsInTheCodeOnce() throws IOException {
        List<String> named = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                KEY.matcher(Files.readString(file)).results().map(found -> found.group(1)).forEach(named::add);
            }
        }
        named.retainAll(keys());
        assertThat(named).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    }

    @Test
    void theFileAsItIsIsRight() {
        checked(Map.of(), Map.of());
    }

    @Test
    void asAreThese() {
        for (String url : List.of("tcp://broker:61616", "ssl://broker:61617?socket.verifyHostName=false",
                "failover:tcp://one:1,tcp://two:2",
                "failover:(tcp://one:61616,ssl://two:61617)?randomize=false", "failover:(tcp://one:1)",
                "failover://(nio://one:1,nio://two:2)",
                "failover:(tcp://[::1]:61616?wireFormat.maxInactivityDuration=0)?timeout=1")) {
            assertThat(checked(Map.of("gateway.broker.url", url), Map.of()).broker().url()).isEqualTo(url);
        }
        for (String url : List.of("jdbc:postgresql:tasks", "jdbc:postgresql://db/tasks?sslmode=verify-full",
                "jdbc:postgresql://[::1]:5432/tasks",
                "jdbc:postgresql://one:5432,two:5433/tasks?targetServerType=primary",
                "jdbc:h2:file:./data/db;WRITE_DELAY=0;LOCK_TIMEOUT=9")) {
            assertThat(checked(Map.of("gateway.database.url", url), Map.of()).store().database().url()).isEqualTo(url);
        }
        for (String listen
                : List.of("", "tcp://localhost:0", "tcp://127.0.0.1:1 stomp://127.0.0.1:2,amqp://[::1]:3?transport.a=b",
                "auto+nio://127.0.0.1:5")) {
            assertThat(checked(Map.of("gateway.broker.listen", listen), Map.of()).broker().listen()).isEqualTo(listen);
        }
        assertThat(checked(Map.of("gateway.base", "https://gateway.example", "gateway.behind-proxy", "true"), Map.of())
                .names().bases()).hasSize(2);
        assertThat(checked(Map.of("gateway.name", "gâteway-1"), Map.of()).store().name()).isEqualTo("gâteway-1");
    }

    @ParameterizedTest
    @MethodSource
    void anEnvironmentVariableThatIsNoSettingStopsTheStart(List<String> names) {
        assertThatIllegalArgumentException().isThrownBy(() -> checked(Map.of(), Map.of(names.get(0), "x")))
                .withMessage("environment variable " + names.get(0) + " is not a setting; " + names.get(1) + " is");
    }

    static Stream<List<String>> anEnvironmentVariableThatIsNoSettingStopsTheStart() {
        return Stream.of(List.of("GATEWAY_TLS_CRLS", "GATEWAY_TLS_CRL"),
                List.of("SIMULATOR_ENABLE", "SIMULATOR_ENABLED"), List.of("GATEWAY_HTTP_PORTS", "GATEWAY_HTTP_PORT"),
                List.of("gateway.http.port", "GATEWAY_HTTP_PORT"), List.of("gateway_name", "GATEWAY_NAME"),
                List.of("GATEWAY_DATABASE_PASWORD", "GATEWAY_DATABASE_PASSWORD"));
    }

    @Test
    void whatKubernetesSetsForAServiceIsNotRead() {
        checked(Map.of(),
                Map.of("GATEWAY_PORT", "tcp://10.0.0.1:8080", "GATEWAY_SERVICE_HOST", "10.0.0.1",
                        "GATEWAY_SERVICE_PORT", "8080",
                "GATEWAY_SERVICE_PORT_FHIR", "8080", "GATEWAY_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "GATEWAY_PORT_8080_TCP_ADDR", "10.0.0.1",
                "GATEWAY_PAGES_PORT", "tcp://10.0.0.2:80", "PATH", "/bin"));
        assertThatIllegalArgumentException().isThrownBy(() -> checked(Map.of(), Map.of("GATEWAY_PORT", "8080")));
    }

    @Test
    void aMisspeltSettingIsToldWithTheNearestRightOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> checked(Map.of("gateway.htp.port", "1"), Map.of()))
                .withMessage("setting gateway.htp.port is not a setting; gateway.http.port is");
    }

    @Test
    void aPlaceholderThatIsNoSettingIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("placeholder.properties"),
                Files.readString(FILE).replace("gateway.name=gateway-1", "gateway.name={{host}}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.of(file))
                .withMessageContaining("setting gateway.name")
                .withMessageContaining("names {{host}}, which is no setting");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() throws IOException {
        Path marked = Files.writeString(folder.resolve("marked.properties"),
                "\uFEFFgateway.name=marked\n" + Files.readString(FILE).replace("gateway.name=gateway-1", ""));
        assertThat(Settings.of(marked).store().name()).isEqualTo("marked");
    }

    @Test
    void aKeyThatStandsTwiceIsTold() throws IOException {
        Path twice = more("gateway.name=gateway-2");
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.of(twice))
                .withMessage("the settings " + twice + ": the setting gateway.name stands twice");
    }

    @Test
    void aFileOfAnotherEncodingIsTold() throws IOException {
        Path latin = Files.writeString(folder.resolve("latin.properties"), "gateway.name=g\u00e2teway\n",
                StandardCharsets.ISO_8859_1);
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.of(latin))
                .withMessage("the settings " + latin + " are no UTF-8 text");
    }

    @Test
    void aSettingIsToldWithItsFileUnlessItsEnvironmentVariableWins() throws IOException {
        Path file = Files.writeString(folder.resolve("ports.properties"),
                Files.readString(FILE).replace("gateway.http.port=8080", "gateway.http.port=many"));
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.of(file))
                .withMessage("setting gateway.http.port of " + file
                + " (environment variable GATEWAY_HTTP_PORT) must be a whole number from 0 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checked(Map.of("gateway.http.port", "many"), Map.of("GATEWAY_HTTP_PORT", "many")))
                .withMessageStartingWith("setting gateway.http.port (environment variable GATEWAY_HTTP_PORT) must be");
    }

    @ParameterizedTest
    @CsvSource({"camel.main.shutdownTimeut, camel.main.shutdownTimeout", "camel.mian.name, camel.main.name",
        "camel.health.routeEnabled, camel.health.routesEnabled"})
    void anOptionThatCamelDoesNotKnowIsTold(String key, String meant) throws IOException {
        Path file = more(key + "=1");
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.of(file))
                .withMessage("the settings " + file + ": " + key + " is no option of Camel's; " + meant + " is");
    }

    @Test
    void camelsOptionsMayBeWrittenInItsOtherWays() throws IOException {
        Settings.of(more(
                "camel.main.thread-name-pattern=a\ncamel.component.jms.concurrentConsumers=1\ncamel.beans.x[0]=1"));
    }

    private static Path more(String lines) throws IOException {
        return Files.writeString(folder.resolve("more.properties"), Files.readString(FILE) + "\n" + lines + "\n");
    }

    @Test
    void theFileIsUtf8() throws IOException {
        Path file = Files.writeString(folder.resolve("utf8.properties"),
                Files.readString(FILE).replace("gateway.name=gateway-1", "gateway.name=gâteway"));
        assertThat(Settings.of(file).store().name()).isEqualTo("gâteway");
    }

    private static Settings checked(Map<String, String> settings, Map<String, String> environment) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addPropertiesSource(SettingsFile.read(FILE));
            Properties override = new Properties();
            override.putAll(settings);
            context.getPropertiesComponent().setOverrideProperties(override);
            return Settings.checked(new SettingsReader(context, environment));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
