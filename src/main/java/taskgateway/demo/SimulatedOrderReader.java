package taskgateway.demo;

import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Variable;
import org.hl7.fhir.instance.model.api.IBaseResource;
import taskgateway.fhir.Format;
import taskgateway.rules.Rule;

/** Reads an Order from a request's body, strictly (specification, section 6). */
final class SimulatedOrderReader {

    /**
     * The Order in the request's body.
     *
     * @throws taskgateway.rules.Refusal when there is none in it, it has faults, or the sender gave it an id
     */
    public Order read(@Variable("request") SimulatedRequest request) {
        Format format = Format.ofMediaType(request.header("Content-Type").orElseThrow()).orElseThrow();
        String text = new String(request.body(), StandardCharsets.UTF_8);
        // What not even a forgiving parser can read is no FHIR at all, which is another fault than wrong FHIR.
        parse(format, text, new LenientErrorHandler(false).disableAllErrors(), Rule.BODY_MALFORMED);
        IBaseResource resource = parse(format, text, new StrictErrorHandler(), Rule.ELEMENT_UNKNOWN);
        if (!(resource instanceof Order order)) {
            throw Rule.BODY_OTHER_TYPE.found("The resource is not an Order.").refusal();
        }
        if (!order.getId().isEmpty()) {
            throw Rule.CLIENT_ID.found("/f:Order/f:id", "The provider gives the id.").refusal();
        }
        return order;
    }

    private static IBaseResource parse(Format format, String text, IParserErrorHandler faults, Rule broken) {
        try {
            IParser parser = format.parser();
            parser.setParserErrorHandler(faults);
            return parser.parseResource(text);
        } catch (DataFormatException | ClassCastException e) {
            throw broken.found("The body cannot be read: " + broken.requirement() + ".").refusal();
        }
    }
}
