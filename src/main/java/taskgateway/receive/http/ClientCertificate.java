package taskgateway.receive.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import taskgateway.request.SpineHeader;
import taskgateway.rules.Finding;
import taskgateway.rules.Refusal;
import taskgateway.tls.CallerCertificates;

/**
 * Has the certificate of a caller judged before the body is read (specification, section 10: 496 without one, 495 for
 * an unsuitable one): nothing is taken from who does not belong.
 */
final class ClientCertificate implements Handler<RoutingContext> {

    private static final Certificate[] NONE = {};

    private final CallerCertificates callers;

    ClientCertificate(CallerCertificates callers) {
        this.callers = callers;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        try {
            Finding.refuseAny(callers.faults(presented(request), request.headers().getAll(SpineHeader.FROM)));
        } catch (Refusal refusal) {
            context.fail(refusal);
            return;
        }
        context.next();
    }

    private static Certificate[] presented(HttpServerRequest request) {
        try {
            return request.sslSession().getPeerCertificates();
        } catch (SSLPeerUnverifiedException e) {
            return NONE;
        }
    }
}
