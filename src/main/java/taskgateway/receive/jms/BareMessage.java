package taskgateway.receive.jms;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;

/**
 * Puts a JMS message aside, as the variable {@code message}, before anything looks at it. Camel would make headers of
 * its properties, by which a producer could steer it, and would fail before the first step where they cannot be read.
 */
public final class BareMessage implements Processor {

    @Override
    public void process(Exchange exchange) {
        exchange.setVariable("message", ((JmsMessage) exchange.getMessage()).getJmsMessage());
        exchange.setMessage(new DefaultMessage(exchange));
    }
}
