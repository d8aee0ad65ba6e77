package taskgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import taskgateway.Gateway;

/**
 * What docs/tls.md says of mutual TLS works as it stands there: the script's certificates, the settings, the client.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class TestCertificatesTest {

    private Path folder;
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Process script =
                new ProcessBuilder("examples/certificates.sh", folder.toString()).redirectErrorStream(true).start();
        String said = new String(script.getInputStream().readAllBytes());
        assertThat(script.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).as(said).isZero();
        String port = RunningGateway.freePort();
        Map<String, String> settings = new LinkedHashMap<>(Map.of("gateway.http.port", port,
                "gateway.base", "https://localhost:" + port, "gateway.names", "https://127.0.0.1:" + port,
                "gateway.directory", "config/directory.yaml"));
        Map.of("certificate", "gateway.pem", "key", "gateway.key", "ca", "ca.pem", "crl", "crl.pem")
                .forEach((setting, file) -> settings.put("gateway.tls." + setting, folder.resolve(file).toString()));
        gateway = RunningGateway.start(folder.resolve("data"), settings);
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void theConsumerSendsATask() {
        assertThat(send("consumer"))
                .startsWith("0\n201 Created\nLocation: " + gateway.base() + "/A20047/DSTU2/1/Order/");
    }

    @Test
    void theOthersAreRefused() {
        assertThat(send("revoked")).startsWith("1\n495 Certificate Error\n").contains("has been revoked");
        assertThat(send("other")).startsWith("1\n495 Certificate Error\n").contains("does not name the FQDN");
        assertThat(send(null)).startsWith("1\n496 Certificate Required\n")
                .contains("No client certificate was presented");
    }

    @Test
    void aGatewayOfAnUnknownAuthorityIsToldNothing() {
        assertThat(run("--base", gateway.base())).startsWith("2\nNo TLS with localhost").contains("Nothing was sent.");
        assertThat(run("--base", gateway.base(), "--ca", folder.resolve("missing").toString()))
                .isEqualTo("2\n--ca: the file " + folder.resolve("missing") + " does not exist. Nothing was sent.");
    }

    private String send(String who) {
        List<String> arguments =
                new ArrayList<>(List.of("--base", gateway.base(), "--ca", folder.resolve("ca.pem").toString()));
        if (who != null) {
            arguments.addAll(List.of("--certificate", folder.resolve(who + ".pem").toString(),
                    "--key", folder.resolve(who + ".key").toString()));
        }
        return run(arguments.toArray(String[]::new));
    }

    /** The exit code, and what was printed. */
    private static String run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("send"));
        arguments.addAll(List.of(options));
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        int code = Gateway.client().setOut(out).setErr(out).execute(arguments.toArray(String[]::new));
        return (code + "\n" + printed).strip();
    }
}
