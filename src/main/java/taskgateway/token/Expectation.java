package taskgateway.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import taskgateway.directory.ServiceRoot;
import taskgateway.request.Interaction;

/**
 * What a token is held against (specification, section 4).
 *
 * @param serviceRoots   the service root addressed, in every form in which the gateway accepts it; {@code aud} may be
 *                       any of them or a URI under one, with or without a proxy's prefix
 * @param otherAudiences further values of {@code aud} that are accepted as they stand
 * @param at             the instant at which time is judged: now, or when a queued task was sent
 * @param leeway         how far ahead of ours the sender's clock may be
 * @param interaction    what the request asks for
 */
public record Expectation(
        List<ServiceRoot> serviceRoots, Set<String> otherAudiences, Instant at, Duration leeway,
        Interaction interaction) {

    /** The audience of the specification's earlier edition. */
    public static final Set<String> OTHER_AUDIENCES = Set.of("https://authorize.fhir.nhs.net/token");

    /** The specification's leeway. */
    public static final Duration LEEWAY = Duration.ofSeconds(5);

    public Expectation {
        serviceRoots = List.copyOf(serviceRoots);
        otherAudiences = Set.copyOf(otherAudiences);
    }

    /** An expectation with the default leeway and the default further audiences. */
    public static Expectation of(List<ServiceRoot> serviceRoots, Instant at, Interaction interaction) {
        return new Expectation(serviceRoots, OTHER_AUDIENCES, at, LEEWAY, interaction);
    }
}
