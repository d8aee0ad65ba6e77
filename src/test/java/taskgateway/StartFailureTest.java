package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.store.PatientKey;
import taskgateway.store.sql.Database;
import taskgateway.testkit.Patience;
import taskgateway.testkit.RunningGateway;
import taskgateway.testkit.Slow;

/** What stops the start says so in one line and leaves nothing half started: the program ends with an error. */
@Slow
class StartFailureTest {

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void copyOfTheProject() throws IOException {
        for (String part : List.of("config", "routes")) {
            try (var files = Files.walk(Path.of(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
        for (String port : List.of("GATEWAY_HTTP_PORT", "GATEWAY_MANAGEMENT_PORT", "SIMULATOR_PORT")) {
            environment.put(port, RunningGateway.freePort());
        }
        environment.put("GATEWAY_BROKER_LISTEN", "tcp://127.0.0.1:" + RunningGateway.freePort());
    }

    @Test
    void namesATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String setting : List.of("GATEWAY_HTTP_PORT", "GATEWAY_MANAGEMENT_PORT", "SIMULATOR_PORT")) {
                String free = environment.put(setting, Integer.toString(taken.getLocalPort()));
                assertThat(start()).startsWith("task-gateway cannot start: ").contains(setting)
                        .contains("127.0.0.1:" + taken.getLocalPort()).hasLineCount(1);
                environment.put(setting, free);
            }
        }
    }

    @Test
    void namesABadSettingAndItsEnvironmentVariable() throws Exception {
        environment.put("GATEWAY_HTTP_BODY_LIMIT", "many");
        assertThat(start()).isEqualTo("task-gateway cannot start: setting gateway.http.body-limit (environment variable"
                + " GATEWAY_HTTP_BODY_LIMIT) must be a whole number from 1024 to 1073741824");
    }

    @Test
    void namesAMisspeltSetting() throws Exception {
        Path settings = folder.resolve("config/application.properties");
        Files.writeString(settings, Files.readString(settings) + "\ngateway.htp.port=1\n");
        assertThat(start())
                .isEqualTo("task-gateway cannot start: setting gateway.htp.port of config/application.properties"
                + " is not a setting; gateway.http.port is");
    }

    @Test
    void namesABrokenRouteFile() throws Exception {
        Path route = folder.resolve("routes/create-task.camel.yaml");
        Files.writeString(route, Files.readString(route).replaceFirst("choice:", "choise:"));
        assertThat(start()).contains("choise").contains("routes/create-task.camel.yaml").hasLineCount(1);
    }

    @Test
    void namesTheFaultOfTheDirectory() throws Exception {
        Path directory = folder.resolve("config/directory.yaml");
        Files.writeString(directory, Files.readString(directory).replaceFirst("B82617/DSTU2/1\"", "B82617/DSTU2/1/\""));
        assertThat(start()).contains("directory.yaml").contains("B82617").hasLineCount(1);
    }

    @Test
    void namesTheProviderAndTheLineOfAQueueInWhichTasksWouldBeLost() throws Exception {
        Path directory = folder.resolve("config/directory.yaml");
        Files.writeString(directory,
                Files.readString(directory).replace("address: tasks.B82617", "address: gpconnect.tasks.receipts"));
        assertThat(start()).contains("provider B82617: address gpconnect.tasks.receipts is the gateway's own queue"
                + " (gateway.jms.receipts)").contains("(line ").hasLineCount(1);
    }

    @Test
    void namesTheLineOfAPlaceholderThatIsNoSetting() throws Exception {
        Path directory = folder.resolve("config/directory.yaml");
        Files.writeString(directory,
                Files.readString(directory).replaceFirst("\\{\\{simulator.base}}", "{{simulator.bas}}"));
        assertThat(start()).contains("{{simulator.bas}} is no setting (line ").hasLineCount(1);
    }

    @Test
    void namesASecurityProxyThatIsTheGatewayItself() throws Exception {
        environment.put("GATEWAY_DELIVER_SSP", "http://localhost:" + environment.get("GATEWAY_HTTP_PORT"));
        assertThat(start()).contains("GATEWAY_DELIVER_SSP").contains("is this gateway: what is sent there comes back")
                .hasLineCount(1);
    }

    @Test
    void namesAProfileThatTheCompilerDoesNotKnow() throws Exception {
        Path profile = folder.resolve("config/profiles/gpconnect-task-order-1.xml");
        Files.writeString(profile, Files.readString(profile)
                .replaceFirst("<max value=\"1\"/>", "<max value=\"1\"/><maxLength value=\"3\"/>"));
        assertThat(start()).contains("gpconnect-task-order-1").contains("maxLength").hasLineCount(1);
    }

    @Test
    void namesAnEnvironmentVariableThatIsNoSetting() throws Exception {
        environment.put("GATEWAY_TLS_CRLS", "crl.pem");
        assertThat(start())
                .isEqualTo("task-gateway cannot start: environment variable GATEWAY_TLS_CRLS is not a setting;"
                + " GATEWAY_TLS_CRL is");
    }

    @Test
    void namesAMisspeltOptionOfCamel() throws Exception {
        Path settings = folder.resolve("config/application.properties");
        Files.writeString(settings, Files.readString(settings) + "\ncamel.main.shutdownTimeut=1\n");
        assertThat(start())
                .isEqualTo("task-gateway cannot start: the settings config/application.properties:"
                + " camel.main.shutdownTimeut is no option of Camel's; camel.main.shutdownTimeout is");
    }

    @Test
    void namesARouteThatIsMissing() throws Exception {
        Files.delete(folder.resolve("routes/transaction.camel.yaml"));
        assertThat(start())
                .isEqualTo("task-gateway cannot start: the route transaction is missing: the folder routes/, beside"
                + " which the gateway starts, must hold every file that came with it");
    }

    @Test
    void namesTheProfileThatIsMissing() throws Exception {
        Files.delete(folder.resolve("config/profiles/gpconnect-task-order-1.xml"));
        assertThat(start()).contains("gateway.profiles").contains("gpconnect-task-order-1").hasLineCount(1);
    }

    @Test
    void namesTheFileOfARegistryThatIsCutOff() throws Exception {
        Files.writeString(folder.resolve("config/registry/B82617/Patient-2.json"), "{\"resourceType\":\"Patient\",");
        assertThat(start())
                .isEqualTo("task-gateway cannot start: the registry (gateway.registry):"
                + " config/registry/B82617/Patient-2.json:"
                + " is no FHIR DSTU2 resource: The JSON is not well-formed (line 1, column 27); at most 64 levels and"
                + " 200000 tokens are read");
    }

    @Test
    void namesTheProviderWhoseRegistryIsNotThere() throws Exception {
        Files.move(folder.resolve("config/registry/C83615"), folder.resolve("config/registry/c83615"));
        assertThat(start())
                .isEqualTo("task-gateway cannot start: the registry (gateway.registry): the folder"
                + " config/registry/C83615 is not"
                + " there, which provider C83615 of the directory needs; c83615 is: letter case matters");
    }

    @Test
    void namesTheRegistryOfTheSimulatorThatIsEmpty() throws Exception {
        try (var files = Files.list(folder.resolve("config/simulator/A20047"))) {
            files.map(Path::toFile).forEach(File::delete);
        }
        assertThat(start())
                .startsWith("task-gateway cannot start: the registry (simulator.data): config/simulator/A20047 holds no"
                + " Organization with the ODS code A20047").hasLineCount(1);
    }

    @Test
    void namesAFolderThatCannotBeMade() throws Exception {
        Files.writeString(folder.resolve("data"), "a file");
        assertThat(start()).contains("gateway.database.url").contains("data").hasLineCount(1);
    }

    @Test
    void namesAManagementHostThatIsNone() throws Exception {
        environment.put("GATEWAY_MANAGEMENT_HOST", "no-such-host.invalid");
        assertThat(start()).contains("GATEWAY_MANAGEMENT_HOST").contains("is not known to this machine")
                .hasLineCount(1);
    }

    @Test
    void namesTheConfigurationThatIsNotThere() throws Exception {
        try (var files = Files.walk(folder.resolve("config"))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        assertThat(start()).contains("config/application.properties").hasLineCount(1);
    }

    @Test
    void namesTablesOfANewerVersion() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("data/task-gateway") + ";WRITE_DELAY=0";
        Database.open(url, "gateway", "", 2).close();
        try (var connection = DriverManager.getConnection(url, "gateway", "");
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into \"flyway_schema_history\" select \"installed_rank\" + 100, '999', 'later', \"type\","
                    + " 'V999__later.sql',"
                    + " 1, \"installed_by\", \"installed_on\", 1, true from \"flyway_schema_history\" where \"version\""
                    + " = '1'");
        }
        assertThat(start()).contains("gateway.database.url").contains("newer version").hasLineCount(1);
    }

    @Test
    void namesAKeyThatIsNotTheDatabases() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("data/task-gateway") + ";WRITE_DELAY=0";
        try (var database = Database.open(url, "gateway", "", 2)) {
            PatientKey.refuseAnother(database, "of another key");
        }
        assertThat(start()).contains("gateway.patient-key-file").contains("same file").hasLineCount(1);
    }

    /** Starts the program and answers what it printed, without a trailing line break. */
    private String start() throws Exception {
        ProcessBuilder program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "taskgateway.Gateway");
        Path printed = folder.resolve("printed");
        program.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(printed.toFile()).environment()
                .putAll(environment);
        Process process = program.start();
        try {
            assertThat(process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends by itself")
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            return Files.readString(printed).strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
