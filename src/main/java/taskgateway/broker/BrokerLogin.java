package taskgateway.broker;

/**
 * In whose name the gateway connects to its broker.
 *
 * @param user     empty: in nobody's
 * @param password the user's
 */
public record BrokerLogin(String user, String password) {

    /** The user alone. */
    @Override
    public String toString() {
        return user;
    }
}
