package taskgateway.receive.jms;

import org.apache.camel.Variable;
import taskgateway.request.Request;
import taskgateway.token.Caller;
import taskgateway.token.TokenIssuer;

/**
 * Renews the token of a message that waited in the queue for longer than the token lives: a FHIR provider, to which it
 * is handed on, judges it by its own clock. Only its times change.
 */
public final class WaitedToken {

    private final TokenIssuer tokens = new TokenIssuer();

    /** The caller, whose token has been checked and lives. */
    public Caller renew(@Variable("request") Request request, @Variable("caller") Caller caller) {
        boolean waited = request.received().isAfter(request.sent());
        return waited && tokens.expired(caller.token(), request.received())
                ? caller.renewed(tokens.reissue(caller.token(), request.received()))
                : caller;
    }
}
