package taskgateway.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import taskgateway.directory.Directory;
import taskgateway.directory.Provider;
import taskgateway.directory.Providers;
import taskgateway.directory.ServiceRoot;
import taskgateway.request.Call;
import taskgateway.request.GatewayNames;
import taskgateway.request.Interaction;
import taskgateway.request.Request;
import taskgateway.request.RequestTarget;
import taskgateway.request.SpineHeader;
import taskgateway.request.Via;
import taskgateway.rules.Finding;
import taskgateway.rules.Rule;

/**
 * Layer 2: URL and verb, which find provider and interaction (specification, sections 2 and 6). A JMS message has no
 * URL; its property ProviderOdsCode stands for it.
 *
 * <p>The gateway is never an open proxy: an absolute URL, behind the gateway's slash or as the request target itself,
 * must be under a service root of the directory, or under the same path at one of the gateway's own names.
 */
public final class AddressLayer {

    private static final int MOST = 2_000;

    /** Some servers collapse the double slash within a path. */
    private static final Pattern ABSOLUTE = Pattern.compile("/?(https?:/{1,2}[^/?#]+)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROOT = Pattern.compile("(/([^/]+)/DSTU2(/[0-9]+)?)(?:/(.*))?");

    private final Directory directory;
    private final Optional<Providers> elsewhere;
    private final GatewayNames names;

    /** Each provider's service root in every form, by the one that the directory names, which may be any for SDS. */
    private final Cache<ServiceRoot, List<String>> roots =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /**
     * @param directory who receives, first of all
     * @param elsewhere who else receives, where somebody keeps that
     * @param names     the gateway's own
     */
    public AddressLayer(Directory directory, Optional<Providers> elsewhere, GatewayNames names) {
        this.directory = directory;
        this.elsewhere = elsewhere;
        this.names = names;
    }

    /**
     * Finds what a request asks of whom.
     *
     * @throws taskgateway.rules.Refusal with a rule of layer 2, or HTTP_MALFORMED where the target is no URL
     */
    public Call findCall(@Variable("request") Request request) {
        return request.via() == Via.JMS ? byProperty(request) : byUrl(request);
    }

    private Call byProperty(Request request) {
        List<String> named = request.headers().all(SpineHeader.PROVIDER_ODS_CODE);
        if (named.size() != 1) {
            throw Rule.PROVIDER_NOT_NAMED.found("The property ProviderOdsCode "
                    + (named.isEmpty() ? "is missing" : "stands more than once")
                    + ": set it once, to the ODS code of the provider.").refusal();
        }
        String ods = named.get(0);
        Provider provider = directory.provider(ods)
                .or(() -> elsewhere.flatMap(it -> it.provider(ods, Interaction.CREATE_ORDER.registered())))
                .orElseThrow(() -> unknownProvider().refusal());
        if (provider.retired()) {
            throw retiredProvider().refusal();
        }
        return call(provider, home(provider) + provider.serviceRoot().path(),
                new RequestedResource(Interaction.CREATE_ORDER, null, null));
    }

    private Call byUrl(Request request) {
        String target = path(request.target());
        Matcher absolute = ABSOLUTE.matcher(target);
        boolean named = absolute.matches();
        Matcher path = ROOT.matcher(named ? absolute.group(2) : target);
        List<Finding> findings = new ArrayList<>();
        if (!path.matches()) {
            RequestedResource.checkVerb(request.method(), findings);
            findings.add(RequestedResource.unknownPath());
            Finding.refuseAny(findings);
        }
        RequestedResource resource =
                RequestedResource.of(request.method(), Optional.ofNullable(path.group(4)).orElse(""), findings);
        Provider provider = provider(path, resource, findings);
        Optional<ServiceRoot> base = Optional.ofNullable(provider)
                .flatMap(it -> named ? named(absolute.group(1), it) : Optional.of(byHost(request, it)));
        if (base.isEmpty()) {
            findings.add(unknownProvider());
        }
        Finding.refuseAny(findings);
        return call(provider, base.orElseThrow() + path.group(1), resource);
    }

    /** The target's path, or its whole URL where the target is one, without the query. */
    private static String path(String target) {
        String path = target.split("\\?", 2)[0];
        try {
            new URI(path.startsWith("//") ? "/." + path : path);
            return RequestTarget.of(target).path();
        } catch (URISyntaxException e) {
            throw Rule.HTTP_MALFORMED.found("The request target is not a well-formed URL.").refusal();
        }
    }

    private Provider provider(Matcher path, RequestedResource resource, List<Finding> findings) {
        String ods = path.group(2);
        Provider provider = directory.provider(ods).orElse(null);
        if (provider == null && elsewhere.isPresent()) {
            // What is refused anyhow is not worth a look-up, and without one nothing is said of the provider.
            Finding.refuseAny(findings);
            provider = elsewhere.get().provider(ods, resource.interaction().registered()).orElse(null);
        }
        String version = path.group(3) == null ? "/1" : path.group(3);
        if (provider != null && !provider.serviceRoot().path().equals("/" + provider.ods() + "/DSTU2" + version)) {
            findings.add(RequestedResource.unknownPath());
        }
        if (provider != null && provider.retired() && resource != null
                && resource.interaction() == Interaction.CREATE_ORDER) {
            findings.add(retiredProvider());
        }
        return provider;
    }

    /** The base that an absolute URL names, where the provider is reached under it. */
    private Optional<ServiceRoot> named(String url, Provider provider) {
        try {
            return Optional.of(ServiceRoot.of(url.replaceFirst(":/+", "://")))
                    .filter(names.basesOf(provider)::contains);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ServiceRoot byHost(Request request, Provider provider) {
        return names.base(request.headers().first("Host").orElse("")).orElseGet(() -> home(provider));
    }

    /**
     * The base of a provider whose sender names none; one that the file does not hold is at home under the gateway's
     * name.
     */
    private ServiceRoot home(Provider provider) {
        return directory.provider(provider.ods()).isPresent() ? provider.serviceRoot().base() : names.bases().get(0);
    }

    private Call call(Provider provider, String base, RequestedResource resource) {
        List<String> forms = roots.get(provider.serviceRoot(), root -> names.rootsOf(provider));
        return new Call(provider, resource.interaction(), resource.id(), resource.version(), base, forms);
    }

    /** For a new task there is no such organisation any more; its tasks are read as before. */
    private static Finding retiredProvider() {
        return Rule.PROVIDER_UNKNOWN.found("The organisation addressed takes no more tasks through this service.");
    }

    private static Finding unknownProvider() {
        return Rule.PROVIDER_UNKNOWN.found(
                "No organisation of this service is addressed: check the service root and its ODS code.");
    }
}
