package taskgateway.request;

/**
 * Names of the headers that the gateway reads (specification, section 3), and of the JMS property that names a
 * provider.
 */
public final class SpineHeader {

    public static final String TRACE_ID = "Ssp-TraceID";
    public static final String FROM = "Ssp-From";
    public static final String TO = "Ssp-To";
    public static final String INTERACTION_ID = "Ssp-InteractionID";
    public static final String AUTHORIZATION = "Authorization";
    public static final String CONTENT_TYPE = "Content-Type";
    public static final String ACCEPT = "Accept";
    public static final String CONTENT_ENCODING = "Content-Encoding";
    public static final String PREFER = "Prefer";
    public static final String IF_NONE_EXIST = "If-None-Exist";
    public static final String PROVIDER_ODS_CODE = "ProviderOdsCode";

    private SpineHeader() {
    }
}
