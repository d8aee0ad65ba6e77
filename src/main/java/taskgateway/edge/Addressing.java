package taskgateway.edge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import taskgateway.provider.Directory;
import taskgateway.provider.Provider;
import taskgateway.provider.ServiceRoot;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * Layer 2: URL and verb, which find provider and interaction (specification, sections 2 and 6). A JMS message has no URL;
 * its property ProviderOdsCode stands for it.
 *
 * <p>The gateway is never an open proxy: an absolute URL, behind the gateway's slash or as the request target itself, must
 * be under a service root of the directory.
 */
public final class Addressing {

    private static final Pattern PROXIED = Pattern.compile("/?(https?):/{1,2}([^/?#]+)(/.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROOT = Pattern.compile("(/([^/]+)/DSTU2(/[0-9]+)?)(?:/(.*))?");

    private final Directory directory;
    private final Names names;

    public Addressing(Directory directory, Names names) {
        this.directory = directory;
        this.names = names;
    }

    /**
     * Finds what a request asks of whom.
     *
     * @throws taskgateway.outcome.Refusal with a rule of layer 2, or HTTP_MALFORMED where the target is no URL
     */
    public Call address(@Variable("request") Request request) {
        return request.via() == Via.JMS ? byProperty(request) : byUrl(request);
    }

    private Call byProperty(Request request) {
        String ods = request.headers().first(SpineHeader.PROVIDER_ODS_CODE).orElseThrow(() -> Rule.PROVIDER_NOT_NAMED
                .found("The property ProviderOdsCode is missing: set it to the ODS code of the provider.").refusal());
        Provider provider = directory.provider(ods).orElseThrow(() -> unknownProvider().refusal());
        return call(provider, provider.serviceRoot().toString(), new Resource(Interaction.CREATE_ORDER, null, null));
    }

    private Call byUrl(Request request) {
        String path = path(request.target());
        Matcher proxied = PROXIED.matcher(path);
        boolean absolute = proxied.matches();
        String base = absolute
                ? proxied.group(1) + "://" + proxied.group(2)
                : names.base(request.headers().first("Host").orElse(null)).orElse(null);
        if (absolute && proxied.group(3) == null) {
            throw unknownProvider().refusal();
        }
        Matcher root = ROOT.matcher(absolute ? proxied.group(3) : path);
        if (!root.matches()) {
            Resource.refuseUnknown(request.method());
            throw unknownPath().refusal();
        }
        Provider provider = provider(root, absolute ? base : null);
        String used = base == null ? provider.serviceRoot().toString() : base + root.group(1);
        return call(provider, used, Resource.of(request.method(), Optional.ofNullable(root.group(4)).orElse("")));
    }

    /** The target's path, or its whole URL where the target is one, without the query. */
    private static String path(String target) {
        String path = target.split("\\?", 2)[0];
        try {
            new URI(path.startsWith("//") ? "/." + path : path);
            return path;
        } catch (URISyntaxException e) {
            throw Rule.HTTP_MALFORMED.found("The request target is not a well-formed URL.").refusal();
        }
    }

    private Provider provider(Matcher root, String proxiedBase) {
        Provider provider = directory.provider(root.group(2)).orElseThrow(() -> unknownProvider().refusal());
        String version = root.group(3) == null ? "/1" : root.group(3);
        String path = "/" + provider.ods() + "/DSTU2" + version;
        if (!provider.serviceRoot().path().equals(path)) {
            throw unknownPath().refusal();
        }
        if (proxiedBase != null && !names(proxiedBase + path, provider.serviceRoot())) {
            throw unknownProvider().refusal();
        }
        return provider;
    }

    private static boolean names(String url, ServiceRoot root) {
        try {
            return ServiceRoot.of(url).equals(root);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Call call(Provider provider, String base, Resource resource) {
        List<String> roots = new ArrayList<>(names.rootsOf(provider));
        if (!roots.contains(base)) {
            roots.add(base);
        }
        return new Call(provider, resource.interaction(), resource.id(), resource.version(), base, roots);
    }

    private static Finding unknownProvider() {
        return Rule.PROVIDER_UNKNOWN.found("No organisation of this service is addressed: check the service root and its ODS code.");
    }

    private static Finding unknownPath() {
        return Rule.PATH_UNKNOWN.found("There is nothing at this path: use [service root]/Order, /Order/[id] or /metadata.");
    }
}
