package taskgateway.directory.sds;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgateway.directory.OwnAddresses;
import taskgateway.directory.ServiceRoot;
import taskgateway.directory.sds.SpineDirectory.Endpoint;
import taskgateway.rules.Refusal;

/**
 * Which addresses from the directory tasks may be sent to: {@code https://[fqdn]/[ODS]/DSTU2/[version]} (section 2).
 */
final class ServiceRoots {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

    private final OwnAddresses own;
    private final boolean loopback;

    /**
     * @param own      where the gateway itself is reached: a task sent there would come back for ever
     * @param loopback whether plain http is allowed to this machine itself
     */
    ServiceRoots(OwnAddresses own, boolean loopback) {
        this.own = own;
        this.loopback = loopback;
    }

    /** Whether a host is this machine itself. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /**
     * The service root that an endpoint names.
     *
     * @throws Refusal DIRECTORY_ENTRY when it is none to which this organisation's tasks may be sent
     */
    ServiceRoot of(String ods, String interaction, Endpoint endpoint) {
        if (endpoint.address().isEmpty()) {
            throw LookUpFaults.unusable(ods, interaction, "it has no address");
        }
        ServiceRoot root = parsed(ods, interaction, endpoint.address());
        if (!root.scheme().equals("https") && !(loopback && isLoopback(root.host()))) {
            throw LookUpFaults.unusable(ods, interaction, "its address is not an https URL");
        }
        if (!endpoint.fqdn().isEmpty() && !endpoint.fqdn().equalsIgnoreCase(root.host())) {
            throw LookUpFaults.unusable(ods, interaction, "its address and its FQDN name different hosts");
        }
        if (own.hold(root)) {
            throw LookUpFaults.unusable(ods, interaction, "its address is this gateway");
        }
        return root;
    }

    private static ServiceRoot parsed(String ods, String interaction, String address) {
        try {
            ServiceRoot root = ServiceRoot.of(address);
            Matcher path = Pattern.compile("(/" + Pattern.quote(ods) + "/DSTU2)(/[0-9]+)?/?").matcher(root.path());
            if (path.matches()) {
                // A missing major version means 1 (section 2).
                String version = path.group(2) == null ? "/1" : path.group(2);
                return new ServiceRoot(root.scheme(), root.host(), root.port(), path.group(1) + version);
            }
        } catch (IllegalArgumentException e) {
            // Answered below: it is no URL, and therefore no service root.
        }
        throw LookUpFaults.unusable(ods, interaction, "its address is no service root of " + ods);
    }
}
