package taskgateway.rules;

import static taskgateway.rules.ErrorCode.BAD_REQUEST;
import static taskgateway.rules.ErrorCode.INTERNAL_SERVER_ERROR;
import static taskgateway.rules.ErrorCode.INVALID_PATIENT_DEMOGRAPHICS;
import static taskgateway.rules.ErrorCode.INVALID_RESOURCE;
import static taskgateway.rules.ErrorCode.NON_AUTHORITATIVE;
import static taskgateway.rules.ErrorCode.NOT_IMPLEMENTED;
import static taskgateway.rules.ErrorCode.NO_ORGANISATIONAL_CONSENT;
import static taskgateway.rules.ErrorCode.NO_PATIENT_CONSENT;
import static taskgateway.rules.ErrorCode.NO_RECORD_FOUND;
import static taskgateway.rules.ErrorCode.ORGANISATION_NOT_FOUND;
import static taskgateway.rules.ErrorCode.REFERENCE_NOT_FOUND;
import static taskgateway.rules.Layer.ADDRESS;
import static taskgateway.rules.Layer.BUSINESS;
import static taskgateway.rules.Layer.DELIVERY;
import static taskgateway.rules.Layer.GATEWAY;
import static taskgateway.rules.Layer.MEDIA_TYPE;
import static taskgateway.rules.Layer.PROFILE;
import static taskgateway.rules.Layer.REFERENCE;
import static taskgateway.rules.Layer.REPEAT;
import static taskgateway.rules.Layer.SPINE;
import static taskgateway.rules.Layer.TOKEN;
import static taskgateway.rules.Layer.TRANSPORT;
import static taskgateway.rules.Layer.WELL_FORMED;

import java.util.Map;

/**
 * The catalogue: every reason for which the gateway refuses a request, once. The order is that of the specification's
 * error table, so the first of several faults in a layer decides the HTTP status.
 *
 * <p>A rule without a GP Connect code is answered in the Spine Security Proxy's style: severity, issue type and
 * diagnostics only (section 6, "in the SSP's style").
 */
public enum Rule {
    HTTP_MALFORMED(TRANSPORT, 400, BAD_REQUEST, "invalid", "6", "The request is well-formed HTTP/1.1"),
    BODY_TOO_LARGE(TRANSPORT, 413, BAD_REQUEST, "too-long", "6", "The body, unpacked, is no larger than the limit"),
    URL_TOO_LONG(TRANSPORT, 414, BAD_REQUEST, "too-long", "6", "The request line is no longer than the limit"),
    HEADERS_TOO_LARGE(TRANSPORT, 431, BAD_REQUEST, "too-long", "6", "The header block is no larger than the limit"),
    REQUEST_TIMEOUT(TRANSPORT, 408, BAD_REQUEST, "timeout", "6", "The whole request arrives in time"),
    CLIENT_CERTIFICATE_MISSING(TRANSPORT, 496, BAD_REQUEST, "login", "10",
            "Over TLS the caller presents a certificate"),
    CLIENT_CERTIFICATE_UNSUITABLE(TRANSPORT, 495, BAD_REQUEST, "security", "10",
            "The caller's certificate is in date, not revoked and made for a client"),
    CLIENT_CERTIFICATE_NAME(TRANSPORT, 495, BAD_REQUEST, "security", "10",
            "The caller's certificate names the Spine Security Proxy or, in proxy mode, the FQDN registered with"
            + " Ssp-From"),

    PROVIDER_NOT_NAMED(ADDRESS, 400, BAD_REQUEST, "invalid", "2", "A JMS message names its provider: ProviderOdsCode"),
    PROVIDER_UNKNOWN(ADDRESS, 404, ORGANISATION_NOT_FOUND, "not-found", "2, 6",
            "The URL is under the service root of a provider in the directory, for a task of one that is not retired"),
    VERB_UNKNOWN(ADDRESS, 405, BAD_REQUEST, "not-supported", "6", "The verb is GET, POST, PUT or DELETE"),
    VERB_MISPLACED(ADDRESS, 400, BAD_REQUEST, "not-supported", "6", "The verb fits the resource"),
    RESOURCE_NOT_IMPLEMENTED(ADDRESS, 501, NOT_IMPLEMENTED, "not-supported", "6",
            "The resource is Order, and no operation is called"),
    PATH_UNKNOWN(ADDRESS, 404, NO_RECORD_FOUND, "not-found", "6", "The path is one that the FHIR API defines"),
    DIRECTORY_ENTRY(ADDRESS, 502, null, "transient", "11",
            "The Spine Directory Service holds one entry for the provider, whose address is a service root of its ODS"
            + " code"),
    DIRECTORY_UNAVAILABLE(ADDRESS, 502, null, "transient", "6, 11", "The Spine Directory Service answers, in time"),

    CONTENT_TYPE(MEDIA_TYPE, 415, BAD_REQUEST, "not-supported", "3", "A body is declared as one of the two FHIR types"),
    CONTENT_ENCODING(MEDIA_TYPE, 415, BAD_REQUEST, "not-supported", "3", "A body is sent as it is, or as gzip"),
    ACCEPT(MEDIA_TYPE, 415, BAD_REQUEST, "not-supported", "3", "The answer is asked for as one of the two FHIR types"),

    RATE_LIMIT(SPINE, 429, null, "throttled", "6", "The consumer sends no more requests than it may"),
    SSP_TRACE_ID(SPINE, 400, BAD_REQUEST, "invalid", "3", "Ssp-TraceID is there, once, and a UUID"),
    SSP_FROM(SPINE, 400, BAD_REQUEST, "invalid", "3", "Ssp-From is there, once, and an ASID"),
    SSP_TO(SPINE, 400, BAD_REQUEST, "invalid", "3", "Ssp-To is there, once, and the ASID of the provider addressed"),
    SSP_INTERACTION_ID(SPINE, 400, BAD_REQUEST, "invalid", "3",
            "Ssp-InteractionID is there, once, and that of the request made"),
    CONDITION(SPINE, 412, BAD_REQUEST, "not-supported", "3, 6",
            "No header sets a condition that is not kept, as If-None-Exist does, or names another verb"),
    ASID_NOT_AUTHORISED(SPINE, 403, null, "forbidden", "6",
            "The sender's ASID is known, and registered for the interaction"),
    PROVIDER_NOT_AUTHORISED(SPINE, 403, null, "forbidden", "6",
            "The provider's ASID is registered for the interaction"),

    TOKEN_MISSING(TOKEN, 400, BAD_REQUEST, "invalid", "3", "Authorization is there, once, and holds a Bearer token"),
    TOKEN_FORM(TOKEN, 400, BAD_REQUEST, "invalid", "4",
            "The token is an unsigned JWT: three base64url parts, JSON header and claims, alg none"),
    TOKEN_CLAIM(TOKEN, 400, BAD_REQUEST, "invalid", "4", "Every claim is there, of its JSON type and of a legal value"),
    TOKEN_TIME(TOKEN, 400, BAD_REQUEST, "invalid", "4",
            "iat is not in the future, exp is iat + 300 s, and the token has not expired"),
    TOKEN_SCOPE(TOKEN, 400, BAD_REQUEST, "invalid", "4", "requested_scope is well-formed and allows the interaction"),
    TOKEN_RESOURCE(TOKEN, 422, INVALID_RESOURCE, "invalid", "4",
            "A claim that holds a FHIR resource holds a valid one"),

    TRACE_ID_REUSED(REPEAT, 400, BAD_REQUEST, "duplicate", "3, 9", "A sender's trace id stands for one request"),
    TASK_SENT_BEFORE(REPEAT, 400, BAD_REQUEST, "duplicate", "9",
            "A task is not sent to a provider again under the identifier that its sender gave it"),

    BODY_EMPTY(WELL_FORMED, 400, BAD_REQUEST, "invalid", "6", "There is a body"),
    BODY_MALFORMED(WELL_FORMED, 400, BAD_REQUEST, "invalid", "6",
            "The body is well-formed UTF-8 JSON or XML of bounded depth, without a DOCTYPE"),
    BODY_DUPLICATE_KEY(WELL_FORMED, 400, BAD_REQUEST, "invalid", "6", "No JSON object holds a key twice"),
    BODY_NAMESPACE(WELL_FORMED, 400, BAD_REQUEST, "invalid", "6", "The XML root is in FHIR's namespace"),
    BODY_NO_RESOURCE_TYPE(WELL_FORMED, 400, BAD_REQUEST, "invalid", "6", "A JSON body names its resourceType"),
    BODY_OTHER_TYPE(WELL_FORMED, 400, BAD_REQUEST, "invalid", "6", "The resource is of the URL's type"),

    RESOURCE_TYPE_UNKNOWN(PROFILE, 422, INVALID_RESOURCE, "invalid", "6", "The resource's type is one of FHIR DSTU2"),
    ELEMENT_UNKNOWN(PROFILE, 422, INVALID_RESOURCE, "invalid", "6", "Every element is one of FHIR DSTU2"),
    ELEMENT_TYPE(PROFILE, 422, INVALID_RESOURCE, "invalid", "5, 6",
            "Every element is of its type: no null, no array for a scalar, no number for a string, a legal value"),
    ELEMENT_ORDER(PROFILE, 422, INVALID_RESOURCE, "invalid", "1, 6",
            "In XML the elements stand in the order that FHIR DSTU2 gives them"),
    CARDINALITY(PROFILE, 422, INVALID_RESOURCE, "invalid", "5",
            "Every element occurs as often as the profile says; mandatory ones are there, prohibited ones are not"),
    FIXED_VALUE(PROFILE, 422, INVALID_RESOURCE, "invalid", "5", "An element with a fixed value holds it"),
    BINDING(PROFILE, 422, INVALID_RESOURCE, "invalid", "5", "A code with a required binding is in its value set"),
    REFERENCE_FORM(PROFILE, 422, INVALID_RESOURCE, "invalid", "5",
            "A reference is Type/id, an absolute URL, or #id where the element takes a contained resource"),
    REFERENCE_TYPE(PROFILE, 422, INVALID_RESOURCE, "invalid", "5", "A reference is to a type that the element allows"),
    CONTAINED(PROFILE, 422, INVALID_RESOURCE, "invalid", "5",
            "The task contains the Basic of its detail, nothing else"),
    PROFILE_NOT_ASSERTED(PROFILE, 422, INVALID_RESOURCE, "invalid", "5", "meta.profile holds the profile's URL"),
    DATE_NOT_TODAY(PROFILE, 422, INVALID_RESOURCE, "invalid", "5",
            "date is there, to the day at least, and today in Europe/London"),
    NARRATIVE_EMPTY(PROFILE, 422, INVALID_RESOURCE, "invalid", "5", "The narrative holds text"),
    NARRATIVE_UNSAFE(PROFILE, 422, INVALID_RESOURCE, "invalid", "5, 6",
            "The narrative is an XHTML div of FHIR's subset: no scripts, forms, foreign namespaces or outside content"),
    MODIFIER_EXTENSION(PROFILE, 422, INVALID_RESOURCE, "invalid", "6", "There is no modifierExtension"),
    EXTENSION_INCOMPLETE(PROFILE, 422, INVALID_RESOURCE, "invalid", "6",
            "An extension has a url, and a value or extensions"),
    CLIENT_ID(PROFILE, 422, BAD_REQUEST, "invalid", "6", "The client sends no id: the provider gives it"),

    REFERENCE_FOREIGN(REFERENCE, 422, REFERENCE_NOT_FOUND, "invalid", "5, 6",
            "An absolute reference is under the provider's service root"),
    REFERENCE_UNKNOWN(REFERENCE, 422, REFERENCE_NOT_FOUND, "invalid", "6",
            "What is referred to is known to the provider"),

    NO_AGREEMENT(BUSINESS, 403, NO_ORGANISATIONAL_CONSENT, "forbidden", "6",
            "The two organisations have a data sharing agreement"),
    NHS_NUMBER_NOT_VERIFIED(BUSINESS, 400, INVALID_PATIENT_DEMOGRAPHICS, "business-rule", "6",
            "The patient's NHS number is present and verified"),
    TARGET_NOT_PROVIDER(BUSINESS, 403, NON_AUTHORITATIVE, "forbidden", "6",
            "target is the organisation of the URL's ODS code"),
    PATIENT_NOT_REGISTERED(BUSINESS, 403, NON_AUTHORITATIVE, "forbidden", "6",
            "The patient is registered with the provider"),
    PATIENT_DISSENTS(BUSINESS, 403, NO_PATIENT_CONSENT, "forbidden", "6", "The patient does not dissent from sharing"),
    ORDER_UNKNOWN(BUSINESS, 404, NO_RECORD_FOUND, "not-found", "2, 6",
            "The Order asked for exists, and was sent by who asks"),

    PROVIDER_OFFLINE(DELIVERY, 502, null, "transient", "6", "The provider can be reached"),
    PROVIDER_RUBBISH(DELIVERY, 502, null, "transient", "6", "The provider answers as a FHIR server does"),
    PROVIDER_FAILING(DELIVERY, 503, null, "transient", "6", "Calls to the provider have not failed too often of late"),
    OUTCOME_UNKNOWN(DELIVERY, 504, null, "transient", "6",
            "The provider's answer to a task that was sent arrives, in time, and can be read"),

    INTERNAL_ERROR(GATEWAY, 500, INTERNAL_SERVER_ERROR, "exception", "6", "Nothing unexpected happens"),
    STORE_UNAVAILABLE(GATEWAY, 503, null, "transient", "6, 8", "The gateway can write its records"),
    TOO_BUSY(GATEWAY, 503, null, "transient", "6", "The gateway has room for the request");

    /** The verbs that mean something in FHIR DSTU2's HTTP API here. */
    public static final String VERBS = "GET, POST, PUT, DELETE";

    private final Layer layer;
    private final int status;
    private final ErrorCode code;
    private final String issueType;
    private final String clause;
    private final String requirement;

    Rule(Layer layer, int status, ErrorCode code, String issueType, String clause, String requirement) {
        this.layer = layer;
        this.status = status;
        this.code = code;
        this.issueType = issueType;
        this.clause = clause;
        this.requirement = requirement;
    }

    /** The layer in which the rule is checked. */
    public Layer layer() {
        return layer;
    }

    /** The HTTP status of a request that breaks this rule. */
    public int status() {
        return status;
    }

    /** The GP Connect code, or null for an answer in the Spine Security Proxy's style. */
    public ErrorCode code() {
        return code;
    }

    /** The code from FHIR's issue-type value set. */
    public String issueType() {
        return issueType;
    }

    /** The sections of the specification that the rule comes from. */
    public String clause() {
        return clause;
    }

    /** What must hold. */
    public String requirement() {
        return requirement;
    }

    /** The HTTP headers that the answer to a broken rule carries by HTTP's own rules: {@code Allow}, a challenge. */
    Map<String, String> headers() {
        return switch (layer) {
            case ADDRESS -> this == VERB_UNKNOWN ? Map.of("Allow", VERBS) : Map.of();
            // RFC 6750, section 3.1: a request without a token gets no error code. A 422 is no matter of authorisation.
            case TOKEN -> status == 422 ? Map.of() : Map.of("WWW-Authenticate",
                    this == TOKEN_MISSING ? "Bearer realm=\"gpconnect\""
                            : "Bearer realm=\"gpconnect\", error=\"invalid_token\"");
            default -> Map.of();
        };
    }

    /** A finding that names no element. */
    public Finding found(String diagnostics) {
        return new Finding(this, null, diagnostics);
    }

    /**
     * A finding at an element.
     *
     * @param location XPath of the element, e.g. {@code /f:Order/f:subject}
     */
    public Finding found(String location, String diagnostics) {
        return new Finding(this, location, diagnostics);
    }
}
