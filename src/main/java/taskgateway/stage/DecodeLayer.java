package taskgateway.stage;

import org.apache.camel.Variable;
import taskgateway.edge.MediaTypes;
import taskgateway.edge.MediaTypes.Formats;
import taskgateway.edge.Request;
import taskgateway.fhir.Decoded;
import taskgateway.fhir.OrderDecoder;

/** Layer 6: whether the body is a FHIR Order at all (specification, section 6). */
public final class DecodeLayer {

    private final OrderDecoder decoder = new OrderDecoder();

    /**
     * The Order, and what was wrong with it that layer 7 reports with its own findings.
     *
     * @throws taskgateway.outcome.Refusal with every fault of layer 6
     */
    public Decoded decode(@Variable("request") Request request, @Variable("formats") Formats formats) {
        return decoder.decode(request.body(), formats.body(), MediaTypes.saysUtf8(request));
    }
}
