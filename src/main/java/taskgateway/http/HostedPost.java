package taskgateway.http;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import taskgateway.edge.SpineHeader;
import taskgateway.fhir.Format;
import taskgateway.store.PendingDelivery;

/** Writes a hosted task as the POST that its legacy system's endpoint takes: the Order as JSON, with the Ssp headers. */
public final class HostedPost {

    /** Sets body and headers. */
    public void write(@Variable("delivery") PendingDelivery delivery, Message message) {
        message.setBody(delivery.body());
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, Format.JSON.contentType());
        message.setHeader(SpineHeader.TRACE_ID, delivery.traceId());
        message.setHeader(SpineHeader.FROM, delivery.senderAsid());
        message.setHeader(SpineHeader.TO, delivery.receiverAsid());
        message.setHeader(SpineHeader.INTERACTION_ID, delivery.interactionId());
        message.setHeader("Task-Id", delivery.taskId());
        message.setHeader("Task-Identifier", delivery.taskIdentifier());
    }
}
