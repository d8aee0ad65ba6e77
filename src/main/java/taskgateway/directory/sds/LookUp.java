package taskgateway.directory.sds;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.directory.Provider;
import taskgateway.directory.RegisteredInteraction;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.Transport;
import taskgateway.directory.sds.SpineDirectory.AccreditedSystem;
import taskgateway.directory.sds.SpineDirectory.Endpoint;
import taskgateway.directory.sds.SpineDirectory.Search;

/**
 * The look-up in two steps (specification, section 11), whichever way the directory is asked: first by the interaction
 * id of February 2018, then by that of 2017.
 */
final class LookUp {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.sds");
    private static final Pattern ASID = Pattern.compile("[0-9]{1,20}");
    private static final Pattern PARTY_KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final SpineDirectory directory;
    private final ServiceRoots roots;
    private final Duration limit;

    LookUp(SpineDirectory directory, ServiceRoots roots, Duration limit) {
        this.directory = directory;
        this.roots = roots;
        this.limit = limit;
    }

    /**
     * Finds the provider for an interaction. For metadata, which the gateway answers, it is also found what else it can
     * do.
     *
     * @throws taskgateway.rules.Refusal DIRECTORY_ENTRY or DIRECTORY_UNAVAILABLE
     */
    Optional<Provider> provider(String ods, RegisteredInteraction asked) {
        try (Search search = directory.open(Deadline.in(limit))) {
            Optional<Provider> found = registered(search, ods, asked);
            if (found.isEmpty() || asked != RegisteredInteraction.READ_METADATA) {
                LOG.debug("{} for {}: {}", ods, asked.code(), found.<Object>map(Provider::address).orElse("no entry"));
                return found;
            }
            Set<RegisteredInteraction> all = new TreeSet<>(found.get().interactions());
            for (RegisteredInteraction other : List.of(RegisteredInteraction.CREATE_ORDER,
                    RegisteredInteraction.READ_ORDER)) {
                registered(search, ods, other).ifPresent(it -> all.addAll(it.interactions()));
            }
            return found.map(it -> provider(ods, it.asid(), it.serviceRoot(), it.address(), all));
        }
    }

    private Optional<Provider> registered(Search search, String ods, RegisteredInteraction asked) {
        return asked.ids().stream()
                .flatMap(id -> entry(search, ods, id, asked).stream())
                .findFirst();
    }

    private Optional<Provider> entry(Search search, String ods, String interaction, RegisteredInteraction asked) {
        List<AccreditedSystem> systems = search.systems(ods, interaction);
        if (systems.isEmpty()) {
            return Optional.empty();
        }
        AccreditedSystem system = single("accredited system", systems, ods, interaction);
        if (!ASID.matcher(system.asid()).matches() || !PARTY_KEY.matcher(system.partyKey()).matches()) {
            throw LookUpFaults.unusable(ods, interaction, "its system has not one ASID and one party key");
        }
        List<Endpoint> endpoints = search.endpoints(ods, interaction, system.partyKey());
        if (endpoints.isEmpty()) {
            LOG.warn("{} for {}: a system is registered, but no endpoint", ods, interaction);
            return Optional.empty();
        }
        Endpoint endpoint = single("endpoint", endpoints, ods, interaction);
        ServiceRoot root = roots.of(ods, interaction, endpoint);
        return Optional.of(provider(ods, system.asid(), root, endpoint.address(), Set.of(asked)));
    }

    /** The specification expects one entry. Of several none is taken: the task might reach the wrong system. */
    private static <T> T single(String what, List<T> entries, String ods, String interaction) {
        if (entries.size() > 1) {
            throw LookUpFaults.unusable(ods, interaction, "there is more than one " + what);
        }
        return entries.get(0);
    }

    /**
     * The address is called to the letter, which a Spine Security Proxy asks for; compared it is in its normal form,
     * the root.
     */
    private static Provider provider(String ods, String asid, ServiceRoot root, String address,
            Set<RegisteredInteraction> interactions) {
        String letter = StringUtils.removeEnd(address, "/");
        return new Provider(ods, asid, ods, Transport.FHIR, root, letter, Set.copyOf(interactions), "", false);
    }
}
