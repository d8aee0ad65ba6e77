package taskgateway.deliver.fhir;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.store.FhirProviders.Seen;
import taskgateway.store.FhirProviders;

/**
 * Tells the database which FHIR providers fail, since when, and whether they are called: for the operator's commands. A
 * call only notes it; it is written a little later, once for all that has changed.
 */
public final class ProviderWatch {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.deliver");

    private final FhirProviders database;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<String, Seen> written = new HashMap<>();
    private boolean begun;

    /**
     * @param breakers each under its provider's ODS code
     */
    public ProviderWatch(CircuitBreakerRegistry breakers, FhirProviders database) {
        this.database = database;
        breakers.getEventPublisher().onEntryAdded(event -> watch(event.getAddedEntry()));
    }

    private void watch(CircuitBreaker breaker) {
        String ods = breaker.getName();
        seen.put(ods, new Seen(breaker.getState().name(), Instant.now(), null));
        breaker.getEventPublisher()
                .onStateTransition(event -> note(ods, it ->
                        new Seen(event.getStateTransition().getToState().name(), Instant.now(), it.failingSince())))
                .onError(event -> note(ods, it -> it.failingSince() != null ? it
                        : new Seen(it.breaker(), it.breakerSince(), Instant.now())))
                .onSuccess(event -> note(ods, it -> it.failingSince() == null ? it
                        : new Seen(it.breaker(), it.breakerSince(), null)));
    }

    private void note(String ods, UnaryOperator<Seen> change) {
        seen.computeIfPresent(ods, (name, it) -> change.apply(it));
    }

    /** Writes what has changed; a database that does not answer is told the next time. */
    public synchronized void write() {
        Map<String, Seen> changed = new HashMap<>(seen);
        changed.entrySet().removeIf(provider -> provider.getValue().equals(written.get(provider.getKey())));
        try {
            if (!begun) {
                database.forget();
                begun = true;
            }
            if (!changed.isEmpty()) {
                database.write(changed);
                written.putAll(changed);
            }
        } catch (SQLException e) {
            LOG.debug("The database is not told yet which providers fail: SQL state {}", e.getSQLState());
        }
    }
}
