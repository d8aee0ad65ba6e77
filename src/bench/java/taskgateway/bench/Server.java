package taskgateway.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A program of this class path in a process of its own, listening on a free port; what it uses is read from it by JMX.
 */
final class Server implements AutoCloseable {

    /** The same for all: as the gateway is run, with as much memory. */
    private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "@config/jvm.options");
    private static final Duration START = Duration.ofSeconds(60);

    private final int port;
    private final Process process;
    private final JMXConnector connection;
    private final OperatingSystemMXBean system;
    private final MemoryMXBean memory;

    private Server(int port, Process process) throws Exception {
        this.port = port;
        this.process = process;
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        this.connection = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        machine.detach();
        this.system = ManagementFactory.getPlatformMXBean(connection.getMBeanServerConnection(),
                OperatingSystemMXBean.class);
        this.memory = ManagementFactory.getPlatformMXBean(connection.getMBeanServerConnection(), MemoryMXBean.class);
    }

    /**
     * Starts a program and waits until it listens.
     *
     * @param port        where it will listen
     * @param program     its main class and arguments
     * @param environment what is set for it besides
     * @param options     further options of the JVM
     */
    static Server start(int port, List<String> program, Map<String, String> environment, List<String> options)
            throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path")));
        command.addAll(JVM);
        command.addAll(options);
        command.addAll(program);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            awaitListening(port, process);
            return new Server(port, process);
        } catch (Exception e) {
            process.destroy();
            throw e;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** CPU time used so far. */
    Duration cpu() {
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    /** Bytes of heap in use after a garbage collection. */
    long heap() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() throws Exception {
        connection.close();
        process.destroy();
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static void awaitListening(int port, Process process) throws Exception {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException("a server of the benchmark does not start", e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }
}
