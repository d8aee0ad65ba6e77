package taskgateway.token;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a request is made: the values of {@code reason_for_request} (specification, section 4). */
enum ReasonForRequest {
    DIRECT_CARE("directcare"),
    PATIENT_FACING("patientfacing");

    private final String code;

    ReasonForRequest(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    /** The reason with this code; letter case matters. */
    static Optional<ReasonForRequest> of(String code) {
        return Stream.of(values()).filter(reason -> reason.code.equals(code)).findFirst();
    }
}
