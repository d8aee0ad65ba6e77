package taskgateway.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What FHIR providers say, as bytes on the wire. */
public final class Responses {

    public static final String JSON = "application/json+fhir;charset=UTF-8";
    public static final String XML = "application/xml+fhir;charset=UTF-8";

    private Responses() {
    }

    /** A whole response. {@code headers} are lines such as {@code Retry-After: 3}. */
    public static String response(int status, String type, String body, String... headers) {
        String lines = Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        return "HTTP/1.1 " + status + " Whatever\r\n" + (type == null ? "" : "Content-Type: " + type + "\r\n") + lines
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** 201 without a body. */
    public static String created(String location) {
        return response(201, null, "", "Location: " + location);
    }

    /** 201 with the Order that was sent, as a provider keeps it. */
    public static String created(FakeProvider.Received request, String id) {
        return response(201, JSON, kept(request.body(), id), "Location: Order/" + id + "/_history/1");
    }

    /** The Order that was sent, as a provider keeps it. */
    public static String kept(String json, String id) {
        String named = "{\"resourceType\":\"Order\",\"id\":\"" + id + "\",";
        return json.replaceFirst("\\{\\s*\"resourceType\"\\s*:\\s*\"Order\"\\s*,", named)
                .replaceFirst("\"meta\"\\s*:\\s*\\{",
                        "\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2018-02-01T10:00:00Z\",");
    }

    /** An OperationOutcome with one issue. */
    public static String outcome(String issue) {
        return "{\"resourceType\":\"OperationOutcome\",\"issue\":[" + issue + "]}";
    }

    /** An issue in GP Connect's style. */
    public static String issue(String type, String code, String diagnostics) {
        return "{\"severity\":\"error\",\"code\":\"" + type + "\",\"details\":{\"coding\":[{\"system\":"
                + "\"http://fhir.nhs.net/ValueSet/gpconnect-error-or-warning-code-1\",\"code\":\"" + code
                + "\",\"display\":\"whatever\"}]},\"diagnostics\":\"" + diagnostics + "\"}";
    }
}
