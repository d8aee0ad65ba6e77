package taskgateway.fhir;

/** Every URI of the specification that the gateway reads or writes (sections 3 to 6 and 12). */
public final class Uris {

    public static final String ORDER_PROFILE = "http://fhir.nhs.net/StructureDefinition/gpconnect-task-order-1";
    public static final String BASIC_PROFILE =
            "http://fhir.nhs.net/StructureDefinition/gpconnect-task-description-basic-1";
    public static final String OUTCOME_PROFILE = "http://fhir.nhs.net/StructureDefinition/gpconnect-operationoutcome-1";

    public static final String TASK_TYPE = "http://fhir.nhs.net/ValueSet/gpconnect-task-type-1";
    public static final String TASK_NARRATIVE = "http://fhir.nhs.net/ValueSet/gpconnect-task-narrative-1";
    public static final String ERROR_CODE = "http://fhir.nhs.net/ValueSet/gpconnect-error-or-warning-code-1";

    public static final String NHS_NUMBER = "http://fhir.nhs.net/Id/nhs-number";
    public static final String ODS_CODE = "http://fhir.nhs.net/Id/ods-organization-code";
    public static final String SDS_USER = "http://fhir.nhs.net/sds-user-id";
    /** The other form in which the system of SDS user ids has been seen (section 12). */
    public static final String SDS_USER_OTHER = "http://fhir.nhs.net/Id/sds-user-id";
    public static final String JOB_ROLE = "http://fhir.nhs.net/ValueSet/sds-job-role-name-1";

    public static final String NHS_NUMBER_STATUS_EXTENSION =
            "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1";
    public static final String NHS_NUMBER_STATUS =
            "https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1";

    /** This project's own: a valueBoolean on Patient, true when the patient dissents from sharing. */
    public static final String DISSENT_EXTENSION = "urn:taskgateway:StructureDefinition:patient-dissents-from-sharing";

    public static final String FHIR_NAMESPACE = "http://hl7.org/fhir";
    public static final String XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml";

    private Uris() {
    }
}
