package taskgateway.deliver.fhir;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.request.Call;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * Stops calling a FHIR provider whose calls fail, and says so at once instead of after a time-out: a circuit breaker
 * for each provider. Open, it refuses with 503, nothing sent, and never lets a task pass as if it had been. Then one
 * task is sent to try; what comes of it is told to its sender like of any other.
 *
 * <p>A failure is a provider that is not reached, does not answer in time or not as a FHIR server does (502, 504). Its
 * own refusals are no failures, and when it or its bulkhead is too busy (429, 503) that says neither.
 *
 * <p>A policy around the steps of a call, and not Camel's circuit breaker, which is one for all that pass a route.
 */
public final class ProviderBreaker implements Policy {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.deliver");
    private static final Exception FAILED = new IllegalStateException("the call failed");
    private static final int WINDOW_SECONDS = 60;
    private static final Duration TRIAL = Duration.ofSeconds(2);

    /** @param opened when it opened last, as {@link System#nanoTime()} */
    private record Watched(CircuitBreaker breaker, AtomicLong opened) {
    }

    private final CircuitBreakerRegistry registry;
    private final Duration open;
    private final MessageTurns turns;
    private final Map<String, Watched> byProvider = new ConcurrentHashMap<>();

    /**
     * @param consumers messages from the queue that are worked on at once
     */
    public ProviderBreaker(BreakerSettings settings, int consumers) {
        this.open = settings.open();
        this.turns = new MessageTurns(consumers);
        this.registry = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(WINDOW_SECONDS)
                .minimumNumberOfCalls(settings.calls())
                .failureRateThreshold(settings.percent())
                .waitDurationInOpenState(settings.open())
                .permittedNumberOfCallsInHalfOpenState(1)
                .build());
    }

    /** The breakers, each under its provider's ODS code, for metrics. */
    public CircuitBreakerRegistry registry() {
        return registry;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // Nothing to prepare.
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            String ods = provider(exchange);
            Runnable ended = turns.take(exchange, ods);
            try {
                guarded(exchange, steps, byProvider.computeIfAbsent(ods, this::watched));
            } finally {
                ended.run();
            }
        };
    }

    private static String provider(Exchange exchange) {
        return exchange.getVariable("call", Call.class).provider().ods();
    }

    private void guarded(Exchange exchange, Processor steps, Watched provider) throws Exception {
        if (!provider.breaker().tryAcquirePermission()) {
            throw refusal(provider);
        }
        long start = System.nanoTime();
        int status = 0;
        try {
            steps.process(exchange);
            status = exchange.getException() == null ? 201 : status(exchange.getException());
        } catch (Exception e) {
            status = status(e);
            throw e;
        } finally {
            note(provider.breaker(), status, System.nanoTime() - start);
        }
    }

    /** The answer that a call has come to; 0 where it says nothing about the provider. */
    private static int status(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal.outcome().status();
            }
        }
        return 0;
    }

    private static void note(CircuitBreaker breaker, int status, long nanos) {
        switch (status) {
            case 0, 429, 503 -> breaker.releasePermission();
            case 502, 504 -> breaker.onError(nanos, TimeUnit.NANOSECONDS, FAILED);
            default -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private Refusal refusal(Watched provider) {
        Duration left = provider.breaker().getState() == State.OPEN
                ? open.minusNanos(System.nanoTime() - provider.opened().get()).plusMillis(999) : TRIAL;
        return Rule.PROVIDER_FAILING.found(
                "Calls to the provider's system have failed too often, so it is not called at the moment."
                + " Nothing was sent.").refusal(left);
    }

    private Watched watched(String ods) {
        Watched watched = new Watched(registry.circuitBreaker(ods), new AtomicLong(System.nanoTime()));
        watched.breaker().getEventPublisher().onStateTransition(event -> {
            State now = event.getStateTransition().getToState();
            if (now == State.OPEN) {
                watched.opened().set(System.nanoTime());
            }
            LOG.warn("{}: {}", ods, inWords(now));
        });
        return watched;
    }

    private String inWords(State state) {
        return switch (state) {
            case OPEN -> "calls have failed too often, it is not called for " + open.toSeconds() + " s";
            case HALF_OPEN -> "a task is sent to try";
            default -> "it is called again";
        };
    }
}
