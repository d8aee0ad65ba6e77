package taskgateway.fhir.strict;

import ca.uhn.fhir.model.dstu2.resource.Order;
import java.util.List;
import taskgateway.fhir.Format;
import taskgateway.rules.Finding;
import taskgateway.rules.Refusal;
import taskgateway.rules.Rule;

/** From the bytes of a body to an Order: layer 6 of the checks, and of layer 7 all that holds for any FHIR resource. */
public final class OrderDecoder {

    private static final String ID = "/f:Order/f:id";

    private final ResourceReader<Order> reader = new ResourceReader<>(Order.class);

    /** Decodes a body of which its transport does not say that it is UTF-8. */
    public Decoded decode(byte[] body, Format format) {
        return decode(body, format, false);
    }

    /**
     * @param body   as received, uncompressed
     * @param format as its Content-Type says
     * @param told   whether its transport says that it is UTF-8
     * @return the Order with the faults of layer 7 found so far, to which the profile checks add theirs
     * @throws Refusal with every fault of layer 6, or when no Order could be made of the body (specification, section
     *         6)
     */
    public Decoded decode(byte[] body, Format format, boolean told) {
        Parsed<Order> parsed = reader.read(body, format, told);
        List<Finding> findings = parsed.findings().stream().map(OrderDecoder::anyId).toList();
        if (parsed.resource() == null) {
            Finding.refuseAny(findings);
        }
        return new Decoded(parsed.resource(), findings);
    }

    /** Section 6: an id on create is BAD_REQUEST, whatever else is wrong with it. */
    private static Finding anyId(Finding finding) {
        return ID.equals(finding.location()) ? Rule.CLIENT_ID.found(ID, Rule.CLIENT_ID.requirement()) : finding;
    }
}
