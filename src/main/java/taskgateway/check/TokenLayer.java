package taskgateway.check;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Variable;
import taskgateway.directory.ServiceRoot;
import taskgateway.request.Call;
import taskgateway.request.Request;
import taskgateway.request.SpineHeader;
import taskgateway.token.AuditTokens;
import taskgateway.token.Caller;
import taskgateway.token.Expectation;

/** Layer 5: the audit token of a request (specification, section 4). */
public final class TokenLayer {

    private static final int MOST = 10_000;

    private final AuditTokens tokens = new AuditTokens();
    private final Duration leeway;
    private final Set<String> audiences;

    /**
     * The providers' service roots by their URLs: not without a bound, since a Spine Directory Service may name any.
     */
    private final LoadingCache<String, ServiceRoot> known =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build(ServiceRoot::of);

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
     * @throws taskgateway.rules.Refusal with every fault of the token
     */
    public Caller check(@Variable("request") Request request, @Variable("call") Call call) {
        List<ServiceRoot> roots = new ArrayList<>();
        call.roots().forEach(root -> roots.add(known.get(root)));
        return tokens.check(request.headers().all(SpineHeader.AUTHORIZATION),
                new Expectation(roots, audiences, request.sent(), leeway, call.interaction()));
    }
}
