package taskgateway.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.PerformanceOptionsEnum;

/**
 * The one FhirContext: FHIR DSTU2, 1.0.2. It is costly to make and safe to share between threads; parsers made from it
 * are not.
 */
public final class Dstu2 {

    public static final FhirContext CONTEXT = context();

    private Dstu2() {
    }

    private static FhirContext context() {
        FhirContext context = FhirContext.forDstu2();
        context.setPerformanceOptions(PerformanceOptionsEnum.DEFERRED_MODEL_SCANNING);
        context.getParserOptions().setStripVersionsFromReferences(false);
        return context;
    }
}
