package taskgateway.check;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import taskgateway.directory.Consumer;
import taskgateway.directory.Directory;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.request.Via;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * How fast a consumer may send (specification, section 6: 429). First in layer 4, where a consumer is known: whatever
 * is asked in its name counts, also what is refused. The allowance comes back steadily, so that no two can be spent at
 * the turn of a period. It is this process's own.
 *
 * <p>HTTP and JMS have an allowance each: what waits in a queue takes nothing from somebody who waits for an answer.
 */
public final class RateLimits {

    private record Rate(int limit, Bucket bucket) {
    }

    private final Map<Via, Map<String, Rate>> rates;

    public RateLimits(Directory directory, RateSettings settings) {
        this.rates = Arrays.stream(Via.values()).collect(Collectors.toUnmodifiableMap(Function.identity(),
                via -> directory.consumers().stream()
                        .collect(Collectors.toUnmodifiableMap(Consumer::asid, it -> rate(it, settings)))));
    }

    private static Rate rate(Consumer consumer, RateSettings settings) {
        int limit = consumer.requests() == 0 ? settings.requests() : consumer.requests();
        return new Rate(limit, Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit).refillGreedy(limit, settings.period()))
                .withNanosecondPrecision() // a clock that nobody can set
                .build());
    }

    /**
     * Counts a request.
     *
     * @return what its consumer has left; null where none is known, of which layer 4 has more to say
     * @throws Refusal RATE_LIMIT with the time after which a request is taken again; a JMS message is kept in the
     *                 database and tried again later
     */
    public Allowance countRequest(@Variable("request") Request request) {
        List<String> from = request.headers().all(SpineHeader.FROM);
        Rate rate = from.size() == 1 ? rates.get(request.via()).get(from.get(0).strip()) : null;
        if (rate == null) {
            return null;
        }
        ConsumptionProbe taken = rate.bucket().tryConsumeAndReturnRemaining(1);
        Allowance left = Allowance.of(rate.limit(), taken);
        if (!taken.isConsumed()) {
            throw refusal(left, Allowance.seconds(taken.getNanosToWaitForRefill()));
        }
        return left;
    }

    private static Refusal refusal(Allowance left, long retryAfter) {
        Map<String, String> headers = new HashMap<>(left.headers());
        headers.put("Retry-After", Long.toString(retryAfter));
        return Rule.RATE_LIMIT.found("The ASID in Ssp-From has sent as many requests as it may, which is "
                + left.limit() + " in a period. Nothing was sent: send the task again later.").refusal(headers);
    }
}
