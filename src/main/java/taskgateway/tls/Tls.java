package taskgateway.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import taskgateway.process.Assembly;

/**
 * Everything that is made of the gateway's PEM files. What cannot be used, or does not belong together, is refused at
 * the start; what is out of date is told. While it is watched, it looks at the files from time to time, and takes over
 * what is new.
 */
public final class Tls implements MeterBinder, AutoCloseable {

    private final TlsSettings settings;
    private final List<Reloaded<?>> files = new CopyOnWriteArrayList<>();
    private final List<ClientTls> clients = new CopyOnWriteArrayList<>();
    private final Map<String, ClientTls> providers = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "certificates");
        thread.setDaemon(true);
        return thread;
    });
    private final Optional<Reloaded<TlsIdentity>> serverKeys;
    private final Optional<Reloaded<Trust>> callers;
    private final Optional<X509ExtendedKeyManager> ownKeys;
    private final ClientTls client;

    /**
     * Reads the files of the settings.
     *
     * @param host by which callers know the FHIR port; empty where a proxy in front has a name and a certificate of its
     *             own
     * @throws IllegalArgumentException when a file cannot be used, naming setting and file
     */
    public Tls(TlsSettings settings, Optional<String> host) {
        this.settings = settings;
        this.serverKeys = settings.server() ? Optional.of(identity(settings.in(),
                pems -> TlsIdentity.ofServer(pems.get(0), pems.get(1), host, settings.sharesCertificate())))
                : Optional.empty();
        this.callers = settings.server() ? Optional.of(trust(settings.in().trust(),
                settings.sharesAuthorities() ? TlsPeers.BOTH : TlsPeers.CALLERS)) : Optional.empty();
        this.ownKeys = settings.sharesCertificate() ? serverKeys.map(Tls::current) : keys(settings.out());
        this.client = client(ownKeys,
                settings.sharesAuthorities() ? callers.map(Tls::servers) : servers(settings.out()));
    }

    /** Reads the files, and adds what is made of them to the gateway; they are not watched yet. */
    public static Tls addTo(Assembly gateway, TlsSettings settings, Optional<String> host) throws Exception {
        Tls tls = new Tls(settings, host);
        gateway.bind("tls", tls);
        gateway.closeAtEnd(tls);
        gateway.measure(tls);
        return tls;
    }

    /**
     * TLS of the FHIR port, or empty where it speaks plain HTTP.
     *
     * @param registered the FQDN registered with an ASID, blank where there is none; empty for an ASID that is not
     *                   known
     */
    public Optional<ServerTls> server(Function<String, Optional<String>> registered) {
        return serverKeys.map(keys -> new ServerTls(current(keys), new CallerTrustManager(callers.orElseThrow()),
                new CallerCertificates(callers.orElseThrow(), settings.callers(), registered)));
    }

    /** TLS of connections to whatever has no authority of its own. */
    public ClientTls client() {
        return client;
    }

    /**
     * TLS of connections to a provider whose certificate is issued by an authority of its own. Where revocation lists
     * are set, its authority's is among them.
     *
     * @param provider ODS code, for messages
     * @param ca       a PEM file; blank where it has none
     * @throws IllegalArgumentException when the file cannot be used, naming it
     */
    public ClientTls client(String provider, String ca) {
        return ca.isBlank() ? client : providers.computeIfAbsent(ca, file -> provider(provider, file));
    }

    private ClientTls provider(String provider, String ca) {
        List<PemFile> trusted = new ArrayList<>(
                List.of(new PemFile("ca of provider " + provider + " in gateway.directory", Path.of(ca))));
        settings.out().crl().ifPresent(trusted::add);
        return client(ownKeys, Optional.of(servers(trust(trusted, TlsPeers.SERVERS))));
    }

    /**
     * TLS of connections to a service that has files of its own for all of it.
     *
     * @throws IllegalArgumentException when a file cannot be used, naming setting and file
     */
    public ClientTls client(TlsSettings.TlsSide service) {
        return client(keys(service), servers(service));
    }

    /** From now on tells what is out of date, and takes over what changes. */
    public void watch() {
        files.forEach(Reloaded::logNotices);
        long millis = settings.reload().toMillis();
        clock.scheduleWithFixedDelay(this::reload, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Of each file with certificates or revocation lists, when the first of them will be out of date. */
    @Override
    public void bindTo(MeterRegistry meters) {
        files.stream().flatMap(watched -> watched.files().stream()).distinct().filter(file -> end(file).isPresent())
                .forEach(file ->
                Gauge.builder("taskgateway.tls.expires", this, tls -> tls.end(file).map(Instant::getEpochSecond)
                        .map(Long::doubleValue).orElse(Double.NaN)).tag("setting", file.setting()).baseUnit("seconds")
                        .description("When certificate or revocation list is out of date, in seconds since 1970")
                        .register(meters));
    }

    private Optional<Instant> end(PemFile file) {
        return files.stream().flatMap(watched -> watched.notices().stream()).filter(ValidityTerm.class::isInstance)
                .map(ValidityTerm.class::cast)
                .filter(term -> term.file().equals(file)).map(ValidityTerm::to).min(Instant::compareTo);
    }

    private Optional<X509ExtendedKeyManager> keys(TlsSettings.TlsSide side) {
        return side.certificate().map(set -> current(identity(side, pems ->
                TlsIdentity.ofClient(pems.get(0), pems.get(1)))));
    }

    private Optional<X509ExtendedTrustManager> servers(TlsSettings.TlsSide side) {
        return side.ca().map(set -> servers(trust(side.trust(), TlsPeers.SERVERS)));
    }

    private ClientTls client(Optional<X509ExtendedKeyManager> keys, Optional<X509ExtendedTrustManager> trust) {
        ClientTls made = new ClientTls(keys, trust.orElseGet(Trust::ofTheJdk));
        clients.add(made);
        return made;
    }

    private Reloaded<TlsIdentity> identity(TlsSettings.TlsSide side, Function<List<Pem>, TlsIdentity> reading) {
        return watched(new Reloaded<>(side.identity(), reading, TlsIdentity::notices));
    }

    private Reloaded<Trust> trust(List<PemFile> trusted, TlsPeers peers) {
        return watched(new Reloaded<>(trusted, pems -> Trust.of(pems.get(0), pems.stream().skip(1).findFirst(), peers),
                Trust::notices));
    }

    private static X509ExtendedKeyManager current(Reloaded<TlsIdentity> identity) {
        return new CurrentKeyManager(() -> identity.get().keys());
    }

    private static X509ExtendedTrustManager servers(Reloaded<Trust> trust) {
        return new CurrentTrustManager(() -> trust.get().servers());
    }

    private <T> Reloaded<T> watched(Reloaded<T> reloaded) {
        files.add(reloaded);
        return reloaded;
    }

    private void reload() {
        if (files.stream().filter(Reloaded::reload).count() > 0) {
            clients.forEach(ClientTls::forgetSessions);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
