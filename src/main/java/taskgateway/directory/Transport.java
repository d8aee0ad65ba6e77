package taskgateway.directory;

/** How a provider gets its tasks. */
public enum Transport {
    /** A remote FHIR DSTU2 server that owns its tasks; its answer is the answer. */
    FHIR,
    /** A legacy system without FHIR, hosted: the gateway stores the task, acknowledges it and puts it on a queue. */
    HOSTED_JMS,
    /** A legacy system without FHIR, hosted: the gateway stores the task, acknowledges it and posts it to an endpoint. */
    HOSTED_HTTP;

    /** Whether the gateway is the provider's FHIR face and owns its tasks. */
    public boolean hosted() {
        return switch (this) {
            case FHIR -> false;
            case HOSTED_JMS, HOSTED_HTTP -> true;
        };
    }
}
