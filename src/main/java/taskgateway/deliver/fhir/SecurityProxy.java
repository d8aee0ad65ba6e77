package taskgateway.deliver.fhir;

import java.net.URI;
import java.util.Optional;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.HttpRequestBase;
import taskgateway.directory.OwnAddresses;
import taskgateway.directory.ServiceRoot;
import taskgateway.settings.SettingsReader;

/**
 * The Spine Security Proxy between the gateway and FHIR providers: the provider's whole URL is the path of the proxy's
 * (specification, section 2).
 *
 * @param base the proxy's, without a trailing slash; empty where providers are called directly
 */
public record SecurityProxy(Optional<String> base) {

    static SecurityProxy read(SettingsReader read) {
        return read.value("gateway.deliver.ssp", SecurityProxy::of);
    }

    /**
     * Reads a setting.
     *
     * @param url blank where there is no proxy
     * @throws IllegalArgumentException when it is no base URL
     */
    public static SecurityProxy of(String url) {
        if (url.isBlank()) {
            return new SecurityProxy(Optional.empty());
        }
        String bare = url.strip().replaceAll("/+$", "");
        return new SecurityProxy(Optional.of(ServiceRoot.of(bare).toString()));
    }

    /**
     * Refuses to call the gateway itself, which would call itself again.
     *
     * @throws IllegalArgumentException naming the setting
     */
    public void refuse(OwnAddresses own) {
        if (base.map(ServiceRoot::of).filter(own::hold).isPresent()) {
            throw new IllegalArgumentException(
                    "setting gateway.deliver.ssp (environment variable GATEWAY_DELIVER_SSP) is wrong: "
                    + base.get() + " is this gateway: what is sent there comes back");
        }
    }

    /** Puts the proxy's URL before that of a request; whom to connect to. */
    HttpHost peer(HttpHost provider, HttpRequest request) {
        if (base.isEmpty()) {
            return provider;
        }
        HttpRequestBase sent = (HttpRequestBase) request;
        sent.setURI(URI.create(base.get() + "/" + sent.getURI()));
        return new HttpHost(sent.getURI().getHost(), sent.getURI().getPort(), sent.getURI().getScheme());
    }
}
