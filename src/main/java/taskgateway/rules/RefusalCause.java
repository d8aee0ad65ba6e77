package taskgateway.rules;

/**
 * Why a request was refused, for an operator and never for its sender.
 *
 * @param provider whether the refusal is the provider's own, relayed, as opposed to the gateway's
 * @param words    a few, without anything of a body, a header's value or a token; null where the codes of the answer
 *                 say it all
 */
public record RefusalCause(boolean provider, String words) {

    /** A refusal of the gateway's that needs no words. */
    public static final RefusalCause GATEWAY = new RefusalCause(false, null);

    /** Whose refusal it is, as the message log names it. */
    public String by() {
        return provider ? "PROVIDER" : "GATEWAY";
    }
}
