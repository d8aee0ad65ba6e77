package taskgateway.repeat;

import taskgateway.process.Assembly;
import taskgateway.store.KeptAnswers;
import taskgateway.store.Messages;
import taskgateway.store.Store;

/** Makes the beans by which a repeat is told and answered, and the identifier by which others tell one. */
public final class RepeatBeans {

    private RepeatBeans() {
    }

    /** @param identifierSystem of the business identifiers that the gateway gives */
    public static void addTo(Assembly gateway, RepeatSettings settings, Store store, String identifierSystem) {
        gateway.bind("repeats", new Repeats(store.journal(), new Messages(store.database()), settings.patience()));
        gateway.bind("keptAnswers", new KeptAnswers(store.database(), settings.keep()));
        gateway.bind("businessIdentifier", new BusinessIdentifier(identifierSystem));
    }
}
