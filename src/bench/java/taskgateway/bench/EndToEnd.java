package taskgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Transport;

/**
 * The gateway, everything on, and a bare pass-through, to the same stub provider and under the same load, each in a
 * process of its own. Their measurements alternate, so that what else the machine does falls on both.
 *
 * <p>System properties: {@code bench.warmup}, seconds after which warming up is looked at, {@code bench.seconds} of a
 * measurement and {@code bench.rounds} of them; {@code bench.recording}, a file to which the gateway's flight recording
 * goes, or nothing.
 */
final class EndToEnd {

    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup"));
    private static final int MOST_WARM_UPS = 12;
    private static final Duration MEASURE = Duration.ofSeconds(Integer.getInteger("bench.seconds"));
    private static final int ROUNDS = Integer.getInteger("bench.rounds");
    private static final List<Integer> CONNECTIONS = List.of(16, 64);
    private static final String RECORDING = System.getProperty("bench.recording");

    private record MeasuredTarget(String name, Server server) {
    }

    private record Cell(String target, int connections, ClosedLoop.LoopResult result, double cpuMicros) {
    }

    private EndToEnd() {
    }

    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("task-gateway-bench");
        int port = Server.freePort();
        try (Server stub = Server.start(port, List.of(StubProvider.class.getName(), "" + port), Map.of(), List.of());
                Server passThrough = passThrough(stub.port());
                Server gateway = gateway(stub.port(), data);
                ClosedLoop load = new ClosedLoop()) {
            measure(List.of(new MeasuredTarget("pass-through", passThrough), new MeasuredTarget("gateway", gateway)),
                    load);
        } finally {
            delete(data);
        }
    }

    private static void measure(List<MeasuredTarget> targets, ClosedLoop load) throws Exception {
        for (MeasuredTarget target : targets) {
            awaitAnswers(target, load);
            warmUp(target, load);
        }
        List<Cell> cells = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            for (int round = 0; round < ROUNDS; round++) {
                for (MeasuredTarget target : targets) {
                    cells.add(measured(target, connections, MEASURE, load));
                }
            }
        }
        print(cells, targets);
    }

    /** A server may listen before it is ready. */
    private static void awaitAnswers(MeasuredTarget target, ClosedLoop load) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (load.run(requests(target), target.server().port(), 1, Duration.ofMillis(100)).requests() == 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the " + target.name() + " does not answer 201");
            }
        }
    }

    /**
     * Until its compiler has nothing more to gain, which takes minutes where other programs want the processors too.
     */
    private static void warmUp(MeasuredTarget target, ClosedLoop load) throws Exception {
        double before = Double.MAX_VALUE;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            double now = measured(target, 16, WARM_UP, load).cpuMicros();
            if (now > 0.95 * before) {
                return;
            }
            before = now;
        }
    }

    private static Cell measured(MeasuredTarget target, int connections, Duration duration, ClosedLoop load)
            throws Exception {
        Duration before = target.server().cpu();
        ClosedLoop.LoopResult result = load.run(requests(target), target.server().port(), connections, duration);
        double micros = target.server().cpu().minus(before).toNanos() / 1e3 / Math.max(1, result.requests());
        if (result.failed() > 0) {
            throw new IllegalStateException(result.failed() + " requests to the " + target.name() + " failed");
        }
        System.out.printf("%s, %d connections: %.0f requests/s, %.0f µs of CPU a request%n", target.name(), connections,
                result.perSecond(), micros);
        return new Cell(target.name(), connections, result, micros);
    }

    private static void print(List<Cell> cells, List<MeasuredTarget> targets) {
        System.out.println(
                "| connections | | requests/s | of the pass-through | p50 ms | p99 ms | CPU µs a request | heap after"
                + " GC, MB |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (int connections : CONNECTIONS) {
            double bare = median(cells, targets.get(0), connections).result().perSecond();
            for (MeasuredTarget target : targets) {
                Cell cell = median(cells, target, connections);
                ClosedLoop.LoopResult result = cell.result();
                System.out.printf("| %d | %s | %.0f | %.2f | %.1f | %.1f | %.0f | %d |%n", connections, target.name(),
                        result.perSecond(), result.perSecond() / bare, result.percentile(50) / 1e3,
                        result.percentile(99) / 1e3, cell.cpuMicros(), target.server().heap() >> 20);
            }
        }
    }

    /** The round with the middle throughput. */
    private static Cell median(List<Cell> cells, MeasuredTarget target, int connections) {
        return cells.stream().filter(cell -> cell.target().equals(target.name()) && cell.connections() == connections)
                .sorted(Comparator.comparingDouble(cell -> cell.result().perSecond())).toList().get(ROUNDS / 2);
    }

    private static TaskRequests requests(MeasuredTarget target) throws IOException {
        String authority = "127.0.0.1:" + target.server().port();
        Directory directory = Directory.parse(Files.readString(Path.of("config/directory.yaml"))
                .replace("{{gateway.base}}", "http://" + authority)
                .replace("{{simulator.base}}", "http://" + authority));
        Provider provider =
                directory.providers().stream().filter(it -> it.transport() == Transport.FHIR).findFirst().orElseThrow();
        return TaskRequests.to(provider, directory, authority);
    }

    private static Server passThrough(int stub) throws Exception {
        int port = Server.freePort();
        return Server.start(port, List.of(PassThrough.class.getName(), "" + port, "" + stub), Map.of(), List.of());
    }

    private static Server gateway(int stub, Path data) throws Exception {
        int port = Server.freePort();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("GATEWAY_HTTP_PORT", "" + port);
        settings.put("GATEWAY_BASE", "http://127.0.0.1:" + port);
        settings.put("GATEWAY_NAMES", "http://localhost:" + port);
        settings.put("GATEWAY_MANAGEMENT_PORT", "" + Server.freePort());
        settings.put("GATEWAY_BROKER_LISTEN", "tcp://127.0.0.1:" + Server.freePort());
        settings.put("GATEWAY_BROKER_DATA", data.resolve("activemq").toString());
        settings.put("GATEWAY_DATABASE_URL",
                "jdbc:h2:file:" + data.resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        settings.put("GATEWAY_RATE_REQUESTS", "10000000"); // counted all the same
        settings.put("SIMULATOR_ENABLED", "false");
        settings.put("SIMULATOR_BASE", "http://127.0.0.1:" + stub);
        List<String> options = RECORDING.isEmpty() ? List.of()
                : List.of("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + RECORDING,
                        "-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");
        return Server.start(port, List.of("taskgateway.Gateway"), settings, options);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }
}
