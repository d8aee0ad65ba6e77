package taskgateway.deliver.hosted.http;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import taskgateway.fhir.Format;
import taskgateway.request.SpineHeader;
import taskgateway.store.PendingDelivery;

/**
 * Writes a hosted task as the POST that its legacy system's endpoint takes: the Order as JSON, with the Ssp headers.
 */
public final class HostedPost {

    /** What every server takes as a header. Identifiers have no limit, and may hold any character. */
    private static final Predicate<String> FITS = Pattern.compile("[!-~]([ -~]{0,998}[!-~])?").asMatchPredicate();

    /**
     * Sets body and headers. An identifier that fits no header stands in the body alone: cut, it could be taken for
     * another's.
     */
    public void write(@Variable("delivery") PendingDelivery delivery, Message message) {
        message.setBody(delivery.body());
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, Format.JSON.contentType());
        message.setHeader(SpineHeader.TRACE_ID, delivery.traceId());
        message.setHeader(SpineHeader.FROM, delivery.senderAsid());
        message.setHeader(SpineHeader.TO, delivery.receiverAsid());
        message.setHeader(SpineHeader.INTERACTION_ID, delivery.interactionId());
        message.setHeader("Task-Id", delivery.taskId());
        if (FITS.test(delivery.taskIdentifier())) {
            message.setHeader("Task-Identifier", delivery.taskIdentifier());
        }
    }
}
