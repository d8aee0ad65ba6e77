package taskgateway.deliver.fhir;

import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.dstu2.resource.Basic;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.primitive.IdDt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import taskgateway.fhir.Format;
import taskgateway.fhir.Uris;
import taskgateway.fhir.UrlTranslation;
import taskgateway.fhir.strict.Narrative;
import taskgateway.fhir.strict.Parsed;
import taskgateway.fhir.strict.ResourceReader;
import taskgateway.profile.Profiles;
import taskgateway.profile.UseCaseRules;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * An Order of a provider as it may be relayed: it follows both profiles, and its narrative is as safe as a sender's
 * must be (specification, section 6). It passes the checks that a sender's passes, save those on what only a new task
 * has.
 */
final class RelayedOrder {

    /** A provider's Order has an id, and may be read on any day. */
    private static final Set<Rule> OF_NEW_TASKS = Set.of(Rule.CLIENT_ID, Rule.DATE_NOT_TODAY);

    private final ResourceReader<Order> reader = new ResourceReader<>(Order.class);
    private final Profiles profiles;

    RelayedOrder(Profiles profiles) {
        this.profiles = profiles;
    }

    /**
     * The Order, mended like a sender's.
     *
     * @param roots under which the provider's references may stand
     * @return empty when it breaks a rule that an answer must keep
     */
    Optional<Order> of(Order theirs, List<String> roots) {
        UrlTranslation.unversioned(UrlTranslation.relative(theirs, roots));
        mend(theirs);
        try {
            Parsed<Order> read = reader.read(Format.JSON.encode(theirs).getBytes(StandardCharsets.UTF_8), Format.JSON);
            return Optional.ofNullable(read.resource()).filter(order -> read.findings().isEmpty() && follows(order));
        } catch (Refusal unreadable) {
            return Optional.empty();
        }
    }

    private boolean follows(Order order) {
        return profiles.check(order, Uris.ORDER_PROFILE).isEmpty()
                && UseCaseRules.check(order, Instant.now()).stream()
                .allMatch(finding -> OF_NEW_TASKS.contains(finding.rule()));
    }

    /**
     * What a provider leaves out of its copy is mended like what a sender leaves out; that it follows the profiles is
     * checked then.
     */
    private static void mend(Order order) {
        mend(order, Uris.ORDER_PROFILE);
        order.getContained().getContainedResources().stream().filter(Basic.class::isInstance)
                .forEach(basic -> mend(basic, Uris.BASIC_PROFILE));
        Narrative.mend(order);
    }

    private static void mend(IResource resource, String profile) {
        List<IdDt> asserted = ResourceMetadataKeyEnum.PROFILES.get(resource);
        if (asserted == null || asserted.isEmpty()) {
            ResourceMetadataKeyEnum.PROFILES.put(resource, List.of(new IdDt(profile)));
        }
    }
}
