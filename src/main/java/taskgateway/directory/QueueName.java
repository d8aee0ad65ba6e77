package taskgateway.directory;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The name of one queue, which every broker and client takes as it stands: no wildcard, no list, no option, no address.
 *
 * @param name as it is written
 */
public record QueueName(String name) {

    private static final Predicate<String> PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*").asMatchPredicate();

    /**
     * ActiveMQ's advisories, its dead letters and its statistics; Artemis keeps those of its own under two further
     * names.
     */
    private static final Predicate<String> BROKERS_OWN =
            Pattern.compile("(?i)activemq\\..*|DLQ|ExpiryQueue").asMatchPredicate();

    /** @throws IllegalArgumentException saying why it is no such name */
    public QueueName {
        if (name.isBlank()) {
            throw new IllegalArgumentException("it is empty");
        }
        if (!PLAIN.test(name) || name.contains("//")) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is no plain name of a queue: letters, digits, \".\", \"_\", \"-\""
                    + " and \"/\", without a wildcard, an option, or queue: before it");
        }
        if (BROKERS_OWN.test(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is a queue of the broker's own");
        }
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException saying why it is none
     */
    public static QueueName of(String name) {
        return new QueueName(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
