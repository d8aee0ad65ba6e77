package taskgateway.check;

import java.util.Optional;
import taskgateway.directory.Directory;
import taskgateway.directory.DirectorySettings;
import taskgateway.directory.Providers;
import taskgateway.process.Assembly;
import taskgateway.profile.Profiles;
import taskgateway.request.GatewayNames;
import taskgateway.request.RouteChoice;
import taskgateway.token.TokenSettings;

/** Makes the beans that check a request, in the order of the layers (specification, section 6). */
public final class CheckBeans {

    private CheckBeans() {
    }

    /**
     * Adds those that look at the head of a request: to whom, from whom, and how many.
     *
     * @param body      bytes of the largest body
     * @param names     under which callers reach the gateway
     * @param elsewhere where providers are looked up that the directory does not hold; empty: nowhere
     */
    public static void addHead(Assembly gateway, int body, GatewayNames names, Directory directory,
            Optional<Providers> elsewhere, RateSettings rate) {
        gateway.bind("transportLayer", new TransportLayer(body));
        gateway.bind("addressLayer", new AddressLayer(directory, elsewhere, names));
        gateway.bind("routeChoice", new RouteChoice());
        gateway.bind("mediaTypeLayer", new MediaTypeLayer());
        gateway.bind("rateLimits", new RateLimits(directory, rate));
        gateway.bind("spineLayer", new SpineLayer(directory));
    }

    /** Adds those that look at the token and at the task. */
    public static void addTask(Assembly gateway, TokenSettings token, Profiles profiles, DirectorySettings settings,
            Directory directory) {
        gateway.bind("tokenLayer", new TokenLayer(token.leeway(), token.audiences()));
        gateway.bind("wellFormedLayer", new WellFormedLayer());
        gateway.bind("profileLayer", new ProfileLayer(profiles));
        gateway.bind("referenceLayer",
                new ReferenceLayer(Registries.of(settings.registries(), DirectorySettings.REGISTRIES,
                directory, directory.hosted().stream().filter(provider -> !provider.retired()))));
        gateway.bind("businessLayer", new BusinessLayer());
    }
}
