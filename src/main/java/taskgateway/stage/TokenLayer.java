package taskgateway.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Variable;
import taskgateway.edge.Call;
import taskgateway.edge.Request;
import taskgateway.edge.SpineHeader;
import taskgateway.provider.ServiceRoot;
import taskgateway.token.AuditTokens;
import taskgateway.token.Caller;
import taskgateway.token.Expectation;

/** Layer 5: the audit token of a request (specification, section 4). */
public final class TokenLayer {

    private final AuditTokens tokens = new AuditTokens();
    private final Duration leeway;
    private final Set<String> audiences;

    /** The providers' service roots by their URLs: not more than directory and settings name. */
    private final Map<String, ServiceRoot> known = new ConcurrentHashMap<>();

    /**
     * @param leeway    how far a sender's clock may be ahead of ours
     * @param audiences what {@code aud} may be beside the service root addressed
     */
    public TokenLayer(Duration leeway, Set<String> audiences) {
        this.leeway = leeway;
        this.audiences = audiences;
    }

    /**
     * Who makes the request.
     *
     * @throws taskgateway.outcome.Refusal with every fault of the token
     */
    public Caller check(@Variable("request") Request request, @Variable("call") Call call) {
        List<ServiceRoot> roots = new ArrayList<>();
        call.roots().forEach(root -> roots.add(known.computeIfAbsent(root, ServiceRoot::of)));
        return tokens.check(request.headers().all(SpineHeader.AUTHORIZATION),
                new Expectation(roots, audiences, request.sent(), leeway, call.interaction()));
    }
}
