package taskgateway.command.send;

/** Answers as the gateway gives them. */
final class SampleAnswers {

    static final String ORDER = "{\"resourceType\":\"Order\",\"id\":\"7\",\"date\":\"2018-01-31\"}";
    static final String OUTCOME = """
            {"resourceType":"OperationOutcome","issue":[
             {"severity":"error","code":"invalid","details":{"coding":[{"code":"INVALID_RESOURCE","display":"x"}]},
              "diagnostics":"target is missing.","location":["/f:Order/f:target"]},
             {"severity":"error","code":"forbidden","diagnostics":"The ASID is unknown."}]}""";
    static final String JSON = "application/json+fhir;charset=UTF-8";

    private SampleAnswers() {
    }
}
