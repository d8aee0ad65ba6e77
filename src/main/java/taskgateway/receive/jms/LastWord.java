package taskgateway.receive.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.audit.Recording;
import taskgateway.reply.Answer;
import taskgateway.reply.Refusals;
import taskgateway.request.Call;
import taskgateway.request.Request;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/**
 * What is said of a message that the gateway itself cannot work on, however often it is delivered: it gets an outcome
 * and a record of little more than that it came. Where the database does not take a record the message is delivered
 * again for as long as that lasts; it is not the message's fault.
 */
public final class LastWord {

    private static final Logger LOG = LoggerFactory.getLogger("taskgateway.jms");

    /**
     * The fifth delivery is about fifteen seconds after the first: a gateway that is being stopped does not fail so
     * often.
     */
    private static final int DELIVERIES = 5;

    private final Refusals refusals;
    private final Recording recording;

    public LastWord(Refusals refusals, Recording recording) {
        this.refusals = refusals;
        this.recording = recording;
    }

    /**
     * The answer, which is recorded.
     *
     * @throws Exception the failure itself, when the message is to be delivered again
     */
    public Answer answer(@Variable("message") Message message, @Variable("request") Request request,
            @Variable("call") Call call, @ExchangeException Exception failure) throws Exception {
        if (isRefusal(failure) || deliveries(message) < DELIVERIES) {
            throw failure;
        }
        LOG.error("A message could not be worked on {} times: its sender is told, and it is not tried again",
                DELIVERIES);
        Answer answer = refusals.answer(request,
                Rule.INTERNAL_ERROR.found("The request could not be processed: this is a fault of the gateway.")
                        .refusal(), null);
        // A claim that it had was given up when its record failed.
        recording.recordRefusal(request, call, answer);
        return answer;
    }

    private static boolean isRefusal(Throwable failure) {
        return failure != null && (failure instanceof Refusal || isRefusal(failure.getCause()));
    }

    private static int deliveries(Message message) throws JMSException {
        return message.getIntProperty("JMSXDeliveryCount");
    }
}
