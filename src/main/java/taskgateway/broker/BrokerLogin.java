package taskgateway.broker;

import taskgateway.settings.SettingsReader;

/**
 * In whose name the gateway connects to its broker.
 *
 * @param user     empty: in nobody's
 * @param password the user's
 */
public record BrokerLogin(String user, String password) {

    public static final String USER = "gateway.broker.user";
    public static final String PASSWORD = "gateway.broker.password";

    static BrokerLogin read(SettingsReader read) {
        return new BrokerLogin(read.optional(USER), read.secret(PASSWORD));
    }

    void check(SettingsReader read) {
        if (user.isEmpty() && !password.isEmpty()) {
            throw read.wrong(PASSWORD, "is of no use without " + USER);
        }
    }

    /** The user alone. */
    @Override
    public String toString() {
        return user;
    }
}
