package taskgateway.check;

import java.util.Set;

/**
 * What the provider's records say about those whom a task names: plain values for the business rules (specification,
 * section 6, layer 9).
 *
 * @param patient whom the task is about
 * @param source  who sends it
 * @param target  whom it is for
 */
public record Facts(Patient patient, Source source, Target target) {

    /**
     * The task's subject.
     *
     * @param reference       {@code Patient/id} in the provider's records
     * @param nhsNumber       the NHS number, or null where the records hold none
     * @param nhsNumberStatus code of the number's verification status, or null where the records hold none
     * @param registeredWith  ODS codes of the organisations that the patient is registered with
     * @param dissents        whether the patient dissents from sharing
     */
    public record Patient(String reference, String nhsNumber, String nhsNumberStatus, Set<String> registeredWith,
            boolean dissents) {

        private static final String VERIFIED = "01";

        public Patient {
            registeredWith = Set.copyOf(registeredWith);
        }

        /** Whether there is a number, and it is "Number present and verified" (specification, section 12). */
        public boolean verified() {
            return nhsNumber != null && VERIFIED.equals(nhsNumberStatus);
        }

        /** The reference alone: an NHS number must not reach a log. */
        @Override
        public String toString() {
            return reference;
        }
    }

    /**
     * The task's source.
     *
     * @param reference {@code Organization/id} or {@code Practitioner/id} in the provider's records
     * @param ods       ODS codes of the organisation, or of those that the practitioner works for; empty where none is
     *                  known
     */
    public record Source(String reference, Set<String> ods) {

        public Source {
            ods = Set.copyOf(ods);
        }
    }

    /**
     * The task's target.
     *
     * @param reference {@code Organization/id} in the provider's records
     * @param ods       the organisation's ODS code, or null where the records hold none
     */
    public record Target(String reference, String ods) {
    }
}
