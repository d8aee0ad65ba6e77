package taskgateway.broker;

import jakarta.jms.ConnectionFactory;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes what the steps inside it send one JMS transaction: the broker has all of it, or nothing. */
public final class JmsTransaction implements Policy {

    private final TransactionTemplate transaction;

    /**
     * @param connections the factory of the component that the steps send by
     */
    public JmsTransaction(ConnectionFactory connections) {
        JmsTransactionManager manager = new JmsTransactionManager(connections);
        manager.setLazyResourceRetrieval(false);
        this.transaction = new TransactionTemplate(manager);
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // Nothing to prepare.
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> transaction.executeWithoutResult(status -> {
            try {
                steps.process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            if (exchange.getException() != null) {
                status.setRollbackOnly();
            }
        });
    }
}
