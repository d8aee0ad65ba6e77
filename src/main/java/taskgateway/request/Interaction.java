package taskgateway.request;

import java.util.List;
import taskgateway.directory.RegisteredInteraction;

/**
 * What a request asks of the gateway: the ids by which {@code Ssp-InteractionID} may name it (specification, section
 * 3), and the scope that a token must grant for it (section 4).
 */
public enum Interaction {
    CREATE_ORDER(RegisteredInteraction.CREATE_ORDER),
    READ_ORDER(RegisteredInteraction.READ_ORDER),
    READ_METADATA(RegisteredInteraction.READ_METADATA),
    /**
     * The project's own definitions, which anybody may read: no Ssp headers, no token, so no id and no scope (section
     * 2). Who takes tasks has them.
     */
    READ_DEFINITION(RegisteredInteraction.CREATE_ORDER);

    private final RegisteredInteraction registered;

    Interaction(RegisteredInteraction registered) {
        this.registered = registered;
    }

    /** What the sender must be registered for, and the provider be found by. */
    public RegisteredInteraction registered() {
        return registered;
    }

    /** The id of the February 2018 edition, the one to send and to look up first. */
    public String id() {
        return ids().get(0);
    }

    /** Every id that is accepted, newest edition first; letter case matters. */
    public List<String> ids() {
        return registered.ids();
    }

    /** Whether one of the scopes that a token requests grants this interaction. */
    public boolean grantedBy(List<Scope> scopes) {
        return scopes.stream().anyMatch(this::grantedBy);
    }

    /** The scopes that grant this interaction, for a developer to read. */
    public String scopesNeeded() {
        return switch (this) {
            case CREATE_ORDER -> "a write scope for Order or *, e.g. organization/*.write";
            case READ_ORDER -> "a read scope for Order or *, e.g. organization/*.read";
            case READ_METADATA -> "organization/*.read or organization/*.*";
            case READ_DEFINITION -> "none";
        };
    }

    private boolean grantedBy(Scope scope) {
        return switch (this) {
            case CREATE_ORDER -> scope.covers("Order") && scope.writes();
            case READ_ORDER -> scope.covers("Order") && scope.reads();
            case READ_METADATA -> scope.level().equals("organization") && scope.type().equals("*") && scope.reads();
            case READ_DEFINITION -> true;
        };
    }
}
