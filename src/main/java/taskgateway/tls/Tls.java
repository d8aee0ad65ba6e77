package taskgateway.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is made of the gateway's PEM files. It looks at them from time to time, and takes over what is new. */
public final class Tls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.tls");

    private final TlsSettings settings;
    private final List<Reloaded<?>> files = new CopyOnWriteArrayList<>();
    private final List<ClientTls> clients = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "certificates");
        thread.setDaemon(true);
        return thread;
    });
    private final Optional<X509ExtendedKeyManager> ownKeys;
    private final ClientTls client;

    /** @throws IllegalArgumentException when a file cannot be used, naming its setting */
    public Tls(TlsSettings settings) {
        this.settings = settings;
        this.ownKeys = settings.out().certificate().map(set -> keys(settings.out()));
        this.client = client(settings.out().ca().map(set -> trust(settings.out().trust())).orElseGet(Trust::ofTheJdk));
        long millis = settings.reload().toMillis();
        clock.scheduleWithFixedDelay(this::reload, millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * TLS of the FHIR port, or empty where it speaks plain HTTP.
     *
     * @param registered the FQDN registered with an ASID, blank where there is none; empty for an ASID that is not known
     */
    public Optional<ServerTls> server(Function<String, Optional<String>> registered) {
        return settings.server() ? Optional.of(server(settings.in(), registered)) : Optional.empty();
    }

    /** TLS of connections to whatever has no authority of its own. */
    public ClientTls client() {
        return client;
    }

    /**
     * TLS of connections to a provider whose certificate is issued by an authority of its own. Where revocation lists are
     * set, its authority's is among them.
     *
     * @param provider ODS code, for messages
     * @param ca       a PEM file; blank where it has none
     */
    public ClientTls client(String provider, String ca) {
        if (ca.isBlank()) {
            return client;
        }
        List<PemFile> trusted = new ArrayList<>(List.of(new PemFile("ca of provider " + provider, Path.of(ca))));
        settings.out().crl().ifPresent(trusted::add);
        return client(trust(trusted));
    }

    private ServerTls server(TlsSettings.Side side, Function<String, Optional<String>> registered) {
        Reloaded<Trust> trust = watched(side.trust(), Tls::trusted);
        return new ServerTls(keys(side), new CallerTrustManager(trust),
                new CallerCertificates(trust, settings.callers(), registered));
    }

    private ClientTls client(X509ExtendedTrustManager trust) {
        ClientTls made = new ClientTls(ownKeys, trust);
        clients.add(made);
        return made;
    }

    private X509ExtendedKeyManager keys(TlsSettings.Side side) {
        return new CurrentKeyManager(watched(side.identity(), contents -> Identity.of(contents.get(0), contents.get(1))));
    }

    private X509ExtendedTrustManager trust(List<PemFile> trusted) {
        return new CurrentTrustManager(watched(trusted, contents -> trusted(contents).ofServers()));
    }

    private static Trust trusted(List<byte[]> contents) throws java.security.GeneralSecurityException {
        return Trust.of(contents.get(0), contents.size() > 1 ? Pem.revocationLists(contents.get(1)) : List.of());
    }

    private <T> Reloaded<T> watched(List<PemFile> of, Reloaded.Reading<T> reading) {
        Reloaded<T> reloaded = new Reloaded<>(of, reading);
        files.add(reloaded);
        return reloaded;
    }

    private void reload() {
        try {
            if (files.stream().filter(Reloaded::reload).count() > 0) {
                clients.forEach(ClientTls::forgetSessions);
            }
        } catch (RuntimeException e) {
            // A scheduled task that fails is never run again.
            LOG.error("Certificates could not be read again: what was read before stays in force");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
