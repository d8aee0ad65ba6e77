package taskgateway.store.journal;

/** A gateway that is about to start has the name of one that is running on the same database. */
public final class NameTaken extends IllegalStateException {

    public NameTaken(String name) {
        super("another gateway of the name " + name
                + " (setting gateway.name, environment variable GATEWAY_NAME) is running on this"
                + " database: it goes on, and this one needs a name of its own");
    }
}
