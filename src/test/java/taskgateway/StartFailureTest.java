package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops the start says so in one line and leaves nothing half started: the program ends with an error. */
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
                + " GATEWAY_HTTP_BODY_LIMIT) must be a whole number");
    }

    @Test
    void namesAMisspeltSetting() throws Exception {
        Path settings = folder.resolve("config/application.properties");
        Files.writeString(settings, Files.readString(settings) + "\ngateway.htp.port=1\n");
        assertThat(start()).isEqualTo("task-gateway cannot start: setting gateway.htp.port (environment variable"
                + " GATEWAY_HTP_PORT) is not a setting");
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
    void namesAProfileThatTheCompilerDoesNotKnow() throws Exception {
        Path profile = folder.resolve("config/profiles/gpconnect-task-order-1.xml");
        Files.writeString(profile, Files.readString(profile).replaceFirst("<max value=\"1\"/>", "<max value=\"1\"/><maxLength value=\"3\"/>"));
        assertThat(start()).contains("gpconnect-task-order-1").contains("maxLength").hasLineCount(1);
    }

    /** Starts the program and answers what it printed, without a trailing line break. */
    private String start() throws Exception {
        ProcessBuilder program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "taskgateway.Gateway");
        Path printed = folder.resolve("printed");
        program.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(printed.toFile()).environment().putAll(environment);
        Process process = program.start();
        try {
            assertThat(process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends by itself").isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            return Files.readString(printed).strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
