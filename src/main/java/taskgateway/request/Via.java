package taskgateway.request;

/** The transport by which a request came in. */
public enum Via {
    HTTP,
    JMS
}
