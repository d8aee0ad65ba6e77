package taskgateway.check;

import org.apache.camel.Variable;
import taskgateway.check.MediaTypeLayer.Formats;
import taskgateway.fhir.strict.Decoded;
import taskgateway.fhir.strict.OrderDecoder;
import taskgateway.request.Request;

/** Layer 6: whether the body is a FHIR Order at all (specification, section 6). */
public final class WellFormedLayer {

    private final OrderDecoder decoder = new OrderDecoder();

    /**
     * The Order, and what was wrong with it that layer 7 reports with its own findings.
     *
     * @throws taskgateway.rules.Refusal with every fault of layer 6
     */
    public Decoded decode(@Variable("request") Request request, @Variable("formats") Formats formats) {
        return decoder.decode(request.body(), formats.body(), MediaTypeLayer.saysUtf8(request));
    }
}
