package taskgateway.store;

import java.util.List;
import javax.sql.DataSource;
import taskgateway.process.Assembly;
import taskgateway.process.Ending;
import taskgateway.store.journal.GatewayRun;
import taskgateway.store.journal.Journal;
import taskgateway.store.journal.TakeOver;
import taskgateway.store.sql.Compaction;

/**
 * What this run of the gateway keeps, and what it keeps it in.
 *
 * @param database    shared with other gateways
 * @param run         this one
 * @param journal     what must never be lost
 * @param outbox      deliveries to hosted providers
 * @param deadLetters JMS messages that wait
 */
public record Store(DataSource database, GatewayRun run, Journal journal, Outbox outbox, DeadLetters deadLetters) {

    /**
     * Begins a run of the gateway on a database, and adds the beans of this package.
     *
     * @param hosted ODS codes of the hosted providers
     * @param ending ends this process where the database is lost, or the gateway's name is another's
     * @throws IllegalStateException saying in one line why it cannot begin
     */
    public static Store begin(Assembly gateway, DataSource database, StoreSettings settings, List<String> hosted,
            Ending ending) throws Exception {
        OpenDeliveries.refuseOthersThan(hosted, database);
        GatewayRun run = GatewayRun.begin(database, settings.name());
        Journal journal = Journal.of(database, settings.database().url(), run, ending);
        gateway.start(journal);
        Outbox outbox = new Outbox(database, run, settings.outbox(), hosted);
        DeadLetters letters = new DeadLetters(database, run);
        gateway.bind("outbox", outbox);
        gateway.bind("takeOver", new TakeOver(database, run));
        gateway.bind("deadLetters", letters);
        gateway.bind("compaction", new Compaction(database));
        return new Store(database, run, journal, outbox, letters);
    }
}
