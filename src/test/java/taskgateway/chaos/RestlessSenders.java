package taskgateway.chaos;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import taskgateway.testkit.Sender;

/**
 * Senders over HTTP and JMS that go on whatever happens, and write down what they are told. One that gets no answer, or
 * is told to try again, often does so, with the same trace id, at any of the gateways.
 */
final class RestlessSenders implements AutoCloseable {

    /** Stands for a message that the broker has taken. */
    static final int QUEUED = 1;

    private static final int MOST_TRIES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 40;

    private final Site site;
    private final Ledger ledger;
    private final Sender sender;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final ScheduledExecutorService threads;
    private final List<LegacyProducer> queues;

    /**
     * @param https senders over HTTP
     * @param jmses senders over JMS
     */
    RestlessSenders(Site site, Ledger ledger, Random random, int https, int jmses) {
        this.site = site;
        this.ledger = ledger;
        this.sender = new Sender(site.base(), site.directory());
        this.threads = Executors.newScheduledThreadPool(https + jmses);
        this.queues = java.util.stream.Stream.generate(() -> new LegacyProducer(site.broker())).limit(jmses).toList();
        for (int i = 0; i < https; i++) {
            Random own = new Random(random.nextLong());
            threads.scheduleWithFixedDelay(() -> overHttp(own), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        for (LegacyProducer queue : queues) {
            Random own = new Random(random.nextLong());
            threads.scheduleWithFixedDelay(() -> overJms(queue, own), 0, 2 * PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void overHttp(Random random) {
        String ods = provider(random);
        String traceId = new UUID(random.nextLong(), random.nextLong()).toString();
        Map<String, String> headers = sender.createHeaders(ods);
        headers.put("Ssp-TraceID", traceId);
        String task = Sender.json();
        for (int tries = 0; tries < MOST_TRIES && !threads.isShutdown(); tries++) {
            String gateway = site.addresses().get(random.nextInt(site.addresses().size()));
            int status = post(gateway, ods, headers, task, traceId);
            boolean again = status == Told.NOTHING || status == 502 || status == 503;
            if (!again || random.nextInt(4) == 0) {
                return;
            }
        }
    }

    private int post(String gateway, String ods, Map<String, String> headers, String task, String traceId) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(gateway + "/" + ods + "/DSTU2/1/Order")).timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(task));
        headers.forEach(request::header);
        try {
            HttpResponse<Void> answer = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            String location = answer.headers().firstValue("Location").orElse("").replaceFirst("https?://[^/]*", "");
            ledger.open(traceId, ods, false).answered(answer.statusCode(), location);
            return answer.statusCode();
        } catch (ConnectException refused) {
            return Told.NOTHING; // nothing has left
        } catch (IOException e) {
            ledger.open(traceId, ods, false).answered(Told.NOTHING, null);
            return Told.NOTHING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ledger.open(traceId, ods, false).answered(Told.NOTHING, null);
            return Told.NOTHING;
        }
    }

    private void overJms(LegacyProducer queue, Random random) {
        String ods = provider(random);
        Told told = new Told(new UUID(random.nextLong(), random.nextLong()).toString(), ods, true);
        try {
            if (queue.connected()) {
                ledger.open(told.traceId(), ods, true).answered(Told.NOTHING, null);
                queue.send(Sender.json(), Map.of("SspTraceID", told.traceId(), "ProviderOdsCode", ods), told.traceId());
                ledger.open(told.traceId(), ods, true).answered(QUEUED, null);
            }
        } catch (JMSException gone) {
            queue.close();
        }
    }

    /** Half of the tasks are for the provider behind a queue. */
    private static String provider(Random random) {
        return List.of(Site.QUEUE, Site.QUEUE, Site.ENDPOINT, Site.FHIR).get(random.nextInt(4));
    }

    /** Stops, once those who wait have their answer. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(4 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("a sender waits for ever");
        }
        queues.forEach(LegacyProducer::close);
    }
}
