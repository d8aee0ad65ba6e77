package taskgateway.command.operate;

import java.util.List;
import picocli.CommandLine.Option;
import taskgateway.desk.AnswerStatus;
import taskgateway.desk.Patients;
import taskgateway.desk.TaskQuery;
import taskgateway.request.Via;

/** Which tasks an operator asks for, by how they came in, what was answered and whom they are about. */
final class TaskFilter {

    @Option(names = "--status", paramLabel = "STATUS",
            description = "Whose sender was answered with this HTTP status: 422, or 4xx.")
    private String status;

    @Option(names = "--via", paramLabel = "HTTP|JMS", description = "That came in so.")
    private Via via;

    @Option(names = "--patient", paramLabel = "ODS/Patient/ID",
            description = "About this patient of a provider's, as B82617/Patient/1.")
    private String patient;

    @Option(names = "--nhs-number", paramLabel = "NUMBER", arity = "0..1", interactive = true,
            description =
                    "About the patient who has this NHS number in the registry of a hosted provider. Without a number"
                    + " it is asked for, and stays out of the shell's history.")
    private String nhsNumber;

    TaskQuery query(OperatorOptions common) {
        return new TaskQuery(
                status == null ? null : common.value("--status ", () -> AnswerStatus.of(status)), via,
                patients(common));
    }

    private List<String> patients(OperatorOptions common) {
        if (patient == null && nhsNumber == null) {
            return null;
        }
        Patients patients = common.access().patients();
        if (nhsNumber == null) {
            return common.value("--patient ", () -> patients.ofReference(patient));
        }
        List<String> numbered = common.value("--nhs-number ",
                () -> patients.ofNhsNumber(nhsNumber, common.providers().values()));
        return patient == null ? numbered
                : common.value("--patient ", () -> patients.ofReference(patient)).stream().filter(numbered::contains)
                        .toList();
    }
}
