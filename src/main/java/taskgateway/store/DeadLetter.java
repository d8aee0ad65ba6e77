package taskgateway.store;

import taskgateway.store.journal.DeadMessage;

/**
 * A JMS message that is taken up again: its next try has come, or an operator said so.
 *
 * @param id       of the dead letter
 * @param provider ODS code of the provider it is for; empty where that is not known
 * @param waiting  whether it is tried by itself, as opposed to being replayed for an operator
 * @param attempts how often it was tried by itself before
 * @param message  the message, with the cause of its death
 */
public record DeadLetter(long id, String provider, boolean waiting, int attempts, DeadMessage message) {
}
