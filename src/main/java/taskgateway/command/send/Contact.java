package taskgateway.command.send;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a sender needs to know of a gateway's settings.
 *
 * @param base      the gateway's base URL
 * @param directory its directory of consumers and providers
 * @param consumer  ASID of the consumer in whose name its JMS producers send
 * @param broker    URL of its broker; empty where that listens nowhere
 * @param queue     from which it takes tasks
 * @param user      in whose name it connects to the broker; empty: in nobody's
 * @param password  reads the user's password, which may be in a file
 */
public record Contact(String base, Path directory, String consumer, String broker, String queue, String user,
        Supplier<String> password) {

    /** The options of {@code send} by which this one is reached where another is what the settings file says. */
    public String optionsBeside(Contact other) {
        return option("--base", base, other.base) + option("--directory", directory, other.directory)
                + option("--from", consumer, other.consumer);
    }

    private static String option(String name, Object here, Object there) {
        return here.equals(there) ? "" : " " + name + " " + here;
    }
}
