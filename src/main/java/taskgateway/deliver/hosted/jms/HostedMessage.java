package taskgateway.deliver.hosted.jms;

import org.apache.camel.Message;
import org.apache.camel.Variable;
import taskgateway.store.PendingDelivery;

/** Writes a hosted task as the JMS message that its legacy system reads: the Order as JSON, the rest as properties. */
public final class HostedMessage {

    /**
     * No JMSCorrelationID is longer: ActiveMQ cannot send one of more than 65535 octets, and identifiers have no limit.
     */
    private static final int LONGEST_CORRELATION_ID = 1000;

    /**
     * Sets body, properties and, as JMSCorrelationID, the task's identifier, by which a receiver tells a repeat; its id
     * where the identifier is too long for that. By {@code _AMQ_DUPL_ID} an Artemis broker tells a repeat itself.
     */
    public void write(@Variable("delivery") PendingDelivery delivery, Message message) {
        message.setBody(delivery.body());
        message.setHeader("SspTraceID", delivery.traceId());
        message.setHeader("SspFrom", delivery.senderAsid());
        message.setHeader("SspTo", delivery.receiverAsid());
        message.setHeader("SspInteractionID", delivery.interactionId());
        message.setHeader("ProviderOdsCode", delivery.providerOds());
        message.setHeader("TaskId", delivery.taskId());
        message.setHeader("TaskIdentifier", delivery.taskIdentifier());
        message.setHeader("_AMQ_DUPL_ID", delivery.taskId() + "/" + delivery.replays());
        message.setHeader("JMSCorrelationID", delivery.taskIdentifier().length() > LONGEST_CORRELATION_ID
                ? delivery.taskId() : delivery.taskIdentifier());
    }
}
