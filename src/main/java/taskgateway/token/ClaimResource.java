package taskgateway.token;

import ca.uhn.fhir.model.dstu2.resource.BaseResource;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import taskgateway.fhir.Format;

/** The one place where a claim becomes a FHIR resource (specification, section 4: it must be valid DSTU2). */
final class ClaimResource {

    private ClaimResource() {
    }

    /** The claim as a resource of this type, or empty when it is another type or not valid DSTU2. */
    static <T extends BaseResource> Optional<T> read(ObjectNode claim, Class<T> type) {
        if (!type.getSimpleName().equals(claim.path("resourceType").textValue())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Format.JSON.parser()
                    .setParserErrorHandler(new StrictErrorHandler())
                    .parseResource(type, claim.toString()));
        } catch (RuntimeException e) {
            // Beside DataFormatException the parser lets slip casts and null pointers on JSON of unforeseen shape.
            return Optional.empty();
        }
    }
}
