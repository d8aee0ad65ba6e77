package taskgateway;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * How this program was started, so that what it tells somebody to type works as it was.
 *
 * @param properties  of the JVM
 * @param environment its variables
 * @param exists      whether a file is there
 */
record Invocation(Properties properties, Map<String, String> environment, Predicate<Path> exists) {

    static Invocation ofThisProcess() {
        return new Invocation(System.getProperties(), System.getenv(), path -> path.toFile().exists());
    }

    /**
     * The command line for a command of this program, to be typed in the same folder, in any shell.
     *
     * @param command the command and its options
     */
    String of(String command) {
        String jar = properties.getProperty("java.class.path", "");
        boolean fromJar = jar.endsWith(".jar") && properties.getProperty("sun.java.command", "").startsWith(jar);
        return container() + (fromJar ? "java -jar " + (jar.contains(" ") ? '"' + jar + '"' : jar) + " " + command
                : "mvn -q exec:java \"-Dexec.args=" + command + "\"");
    }

    /** What enters the container that this process is in; its host name is the container's or the pod's. */
    private String container() {
        String host = environment.getOrDefault("HOSTNAME", "");
        if (host.isEmpty()) {
            return "";
        }
        if (environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            return "kubectl exec " + host + " -- ";
        }
        return exists.test(Path.of("/run/.containerenv")) ? "podman exec " + host + " "
                : exists.test(Path.of("/.dockerenv")) ? "docker exec " + host + " " : "";
    }
}
