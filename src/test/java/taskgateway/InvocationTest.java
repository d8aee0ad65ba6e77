package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the gateway tells somebody to type works as the gateway was started. */
class InvocationTest {

    private static final String JAR = "target/task-gateway.jar";

    @Test
    void byMavenItIsMavens() {
        assertThat(invocation("plexus-classworlds.jar",
                "org.codehaus.plexus.classworlds.launcher.Launcher -q compile camel:run", Map.of(), "")
                .of("send --provider A20047")).isEqualTo("mvn -q exec:java \"-Dexec.args=send --provider A20047\"");
    }

    @Test
    void byItsJarItIsTheSameJar() {
        assertThat(invocation(JAR, JAR, Map.of("HOSTNAME", "pc"), "").of("send"))
                .isEqualTo("java -jar target/task-gateway.jar send");
        assertThat(invocation("C:\\My Gateway\\task-gateway.jar", "C:\\My Gateway\\task-gateway.jar --config x",
                Map.of(), "").of("send"))
                .isEqualTo("java -jar \"C:\\My Gateway\\task-gateway.jar\" send");
    }

    @Test
    void inAContainerItIsTypedOutside() {
        Map<String, String> host = Map.of("HOSTNAME", "4f1d");
        assertThat(invocation(JAR, JAR, host, "/.dockerenv").of("send"))
                .isEqualTo("docker exec 4f1d java -jar target/task-gateway.jar send");
        assertThat(invocation(JAR, JAR, host, "/run/.containerenv").of("send")).startsWith("podman exec 4f1d java ");
        assertThat(invocation(JAR, JAR, Map.of("HOSTNAME", "gateway-0", "KUBERNETES_SERVICE_HOST", "10.0.0.1"),
                "/.dockerenv").of("send"))
                .startsWith("kubectl exec gateway-0 -- java ");
    }

    private static Invocation invocation(String classPath, String command, Map<String, String> environment,
            String there) {
        Properties properties = new Properties();
        properties.setProperty("java.class.path", classPath);
        properties.setProperty("sun.java.command", command);
        return new Invocation(properties, environment, path -> path.equals(Path.of(there)));
    }
}
