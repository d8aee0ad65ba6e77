package taskgateway.request;

/** Where a request holds what it brought, and what it is answered: as much as there is room for beside all others. */
@FunctionalInterface
public interface BodyRoom {

    /**
     * Lets the request hold so many bytes more, until it has been answered.
     *
     * @throws taskgateway.rules.Refusal TOO_BUSY where there is no room for them
     */
    void hold(long bytes);
}
