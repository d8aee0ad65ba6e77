package taskgateway.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Kills gateways, and what they stand on, under load, and compares from outside what senders were told with what is
 * there. Arguments: {@code alone} (one gateway with what it embeds) or {@code pair} (two on one PostgreSQL and one
 * broker), how many faults, and a seed, which says which and when.
 */
public final class Soak {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** What has piled up behind a provider is delivered one by one: on a slow machine that takes a while. */
    private static final Duration SETTLED = Duration.ofSeconds(600);
    private static final int BETWEEN_FAULTS = 25;
    private static final int MOST_MILLIS = 1_500;

    /**
     * What came of it.
     *
     * @param broken what does not hold, a sentence each
     * @param words  what was done and seen, a line each
     */
    record Summary(List<String> broken, List<String> words) {
    }

    private final Site site;
    private final Random random;
    private final List<Fault> faults;
    private final Ledger ledger = new Ledger();
    private final List<String> words = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private Soak(Site site, long seed, List<Fault> faults) {
        this.site = site;
        this.random = new Random(seed);
        this.faults = faults;
    }

    public static void main(String[] arguments) throws Exception {
        boolean pair = arguments.length > 0 && arguments[0].equals("pair");
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        Path data = Files.createTempDirectory("task-gateway-soak");
        Summary summary = pair ? pair(data, seed, Fault.ofPair(count, new Random(seed))) : alone(data, seed, count);
        summary.words().forEach(System.out::println);
        summary.broken().forEach(it -> System.out.println("BROKEN: " + it));
        System.out.println(summary.broken().isEmpty() ? "All holds (seed " + seed + ")."
                : summary.broken().size() + " cases in which it does not hold (seed " + seed + "; logs in " + data
                + ").");
        System.exit(summary.broken().isEmpty() ? 0 : 1);
    }

    /** One gateway with its embedded database and broker, killed so often. */
    static Summary alone(Path data, long seed, int kills) throws Exception {
        try (Site site = Site.alone(data)) {
            // The last kill is the one before it is opened.
            return new Soak(site, seed, java.util.Collections.nCopies(kills - 1, Fault.KILL)).run();
        }
    }

    /** Two gateways on one PostgreSQL and one broker. */
    static Summary pair(Path data, long seed, List<Fault> faults) throws Exception {
        try (Site site = Site.pair(data)) {
            return new Soak(site, seed, faults).run();
        }
    }

    private Summary run() throws Exception {
        Instant start = Instant.now();
        site.start();
        try (RestlessSenders load = new RestlessSenders(site, ledger, random, 4, 2)) {
            for (Fault fault : faults) {
                awaitTraffic();
                clock.schedule(() -> fault.strike(site, random), random.nextInt(MOST_MILLIS),
                        TimeUnit.MILLISECONDS).get();
            }
            awaitTraffic();
            if (site.postgres() == null) {
                site.open();
                awaitTraffic();
            }
        } finally {
            clock.shutdownNow();
        }
        List<String> broken = new ArrayList<>(settled());
        broken.addAll(Outside.unreadable(site, ledger));
        Outside outside = Outside.look(site);
        broken.addAll(Invariants.broken(ledger, outside));
        say(outside, Duration.between(start, Instant.now()));
        return new Summary(broken, words);
    }

    /**
     * A fault without traffic proves nothing: some tasks have been acknowledged over HTTP and some messages taken
     * before it.
     */
    private void awaitTraffic() {
        long http = ledger.count(201);
        int jms = ledger.queued().size();
        Awaitility.await().atMost(PATIENCE).until(() -> ledger.count(201) >= http + BETWEEN_FAULTS
                && ledger.queued().size() >= jms + BETWEEN_FAULTS / 3);
    }

    /** Waits until nothing is on its way any more; what still is then. */
    private List<String> settled() throws Exception {
        try {
            Awaitility.await().atMost(SETTLED).ignoreExceptionsMatching(SQLException.class::isInstance)
                    .until(() -> Outside.unfinished(site).isEmpty());
            return List.of();
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            return List.of("still on its way: " + Outside.unfinished(site));
        }
    }

    private void say(Outside outside, Duration took) {
        words.add("Faults: " + faults + (site.postgres() == null ? " and a last kill" : "") + ", in " + took.toSeconds()
                + " s.");
        words.add("HTTP: " + ledger.count(201) + " answers 201, " + ledger.count(503) + " 503, " + ledger.count(502)
                + " 502, "
                + ledger.count(504) + " 504, " + ledger.count(Told.NOTHING) + " that never came, to "
                + ledger.http().size() + " tasks.");
        words.add("JMS: " + ledger.queued().size() + " messages taken by the broker, " + outside.outcomes().size()
                + " outcomes, " + outside.kept().size() + " kept for an operator.");
        words.add("There: " + outside.stored().size() + " tasks stored, " + outside.queued().size() + " on the queue, "
                + outside.posted().size() + " posts, " + outside.sent().size() + " at the FHIR server, "
                + outside.records() + " audit records.");
    }
}
