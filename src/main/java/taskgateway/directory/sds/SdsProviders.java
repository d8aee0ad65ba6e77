package taskgateway.directory.sds;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import taskgateway.directory.OwnAddresses;
import taskgateway.directory.Provider;
import taskgateway.directory.Providers;
import taskgateway.directory.RegisteredInteraction;
import taskgateway.process.Assembly;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;
import taskgateway.tls.Tls;

/**
 * The providers that the Spine Directory Service knows (specification, section 11). An answer is used for a short time,
 * and never beyond it: a task must not be sent to where its provider was. Failures are not kept. Whoever asks the same
 * meanwhile waits for the look-up that is under way.
 */
public final class SdsProviders implements Providers, AutoCloseable {

    /** Room for every GP practice of England, and no more for whoever tries out codes. */
    private static final int MOST = 20_000;

    /** A look-up has a deadline of its own, which tells more of what failed. This one holds whatever happens. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private record Key(String ods, RegisteredInteraction interaction) {
    }

    /**
     * What a look-up ended with: one of the two is null. A failure, too, is a value, as the cache would log an
     * exception.
     */
    private record LookedUp(Optional<Provider> provider, RuntimeException failure) {
    }

    private final SdsSettings settings;
    private final LookUp lookUp;
    private final Semaphore waiting;
    private final ThreadPoolExecutor threads;
    private final AsyncCache<Key, LookedUp> answers;

    private SdsProviders(SdsSettings settings, LookUp lookUp) {
        this.settings = settings;
        this.lookUp = lookUp;
        this.waiting = new Semaphore(settings.waiting());
        this.threads = new ThreadPoolExecutor(0, settings.waiting(), 30, TimeUnit.SECONDS, new SynchronousQueue<>(),
                task -> {
            Thread thread = new Thread(task, "sds");
            thread.setDaemon(true);
            return thread;
        });
        this.answers = Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run)
                .expireAfter(Expiry.<Key, LookedUp>creating((key, answer) -> answer.failure() == null ? settings.keep()
                : Duration.ZERO))
                .buildAsync();
    }

    /** The Spine Directory Service, where it is asked for providers that the directory file does not hold. */
    public static Optional<Providers> addTo(Assembly gateway, SdsSettings settings, OwnAddresses own, Tls files)
            throws Exception {
        if (!settings.asked()) {
            return Optional.empty();
        }
        SdsProviders sds = of(settings, own, files);
        gateway.closeAtEnd(sds);
        return Optional.of(sds);
    }

    /**
     * Makes ready to ask. Nothing is asked yet: the directory may be away when the gateway starts.
     *
     * @param own   where the gateway itself is reached, to which nothing may be forwarded
     * @param files read the certificates
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public static SdsProviders of(SdsSettings settings, OwnAddresses own, Tls files) {
        SSLContext tls = files.client(settings.tls()).context();
        SpineDirectory directory = settings.uri().getScheme().startsWith("ldap")
                ? new LdapDirectory(settings.uri(), settings.baseDn(), tls.getSocketFactory())
                : new FhirDirectory(settings.uri(), settings.apiKey(),
                        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(settings.limit()).build());
        ServiceRoots roots = new ServiceRoots(own, settings.loopbackHttp());
        return new SdsProviders(settings, new LookUp(directory, roots, settings.limit()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws Refusal DIRECTORY_ENTRY, DIRECTORY_UNAVAILABLE, or TOO_BUSY when as many wait for it already as may
     */
    @Override
    public Optional<Provider> provider(String ods, RegisteredInteraction interaction) {
        // What has another form is never looked up.
        if (!Provider.isOds(ods)) {
            return Optional.empty();
        }
        Key key = new Key(ods, interaction);
        CompletableFuture<LookedUp> known = answers.getIfPresent(key);
        if (known != null && known.isDone()) {
            return provider(known);
        }
        if (!waiting.tryAcquire()) {
            throw busy();
        }
        try {
            return provider(answers.get(key, (it, executor) -> ask(it)));
        } catch (RejectedExecutionException e) {
            throw busy();
        } finally {
            waiting.release();
        }
    }

    private CompletableFuture<LookedUp> ask(Key key) {
        return CompletableFuture.supplyAsync(() -> answer(key), threads)
                .completeOnTimeout(null, settings.limit().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * What must not be used again is taken out of the cache before anybody has it: the cache itself does so only
     * afterwards.
     */
    private LookedUp answer(Key key) {
        LookedUp answer = lookUp(key);
        if (answer.failure() != null || settings.keep().isZero()) {
            answers.asMap().remove(key);
        }
        return answer;
    }

    private LookedUp lookUp(Key key) {
        try {
            return new LookedUp(lookUp.provider(key.ods(), key.interaction()), null);
        } catch (RuntimeException e) {
            return new LookedUp(null, e);
        }
    }

    private Optional<Provider> provider(CompletableFuture<LookedUp> asked) {
        LookedUp answer = asked.join();
        if (answer == null) {
            throw LookUpFaults.unavailable(settings.url(), "no answer in time");
        }
        if (answer.failure() != null) {
            throw answer.failure();
        }
        return answer.provider();
    }

    private static Refusal busy() {
        return Rule.TOO_BUSY.found("Too many requests wait for the Spine Directory Service. Nothing was sent.")
                .refusal(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
