package taskgateway.command.operate;

import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;
import taskgateway.audit.PatientHash;
import taskgateway.command.ClientFault;
import taskgateway.directory.Provider;
import taskgateway.directory.Registry;
import taskgateway.fhir.NhsNumber;
import taskgateway.fhir.Uris;
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

    /** The conditions on a row m of the message log. */
    SqlConditions where(OperatorOptions common) {
        if (status != null && !status.matches("(?i)[1-5](\\d\\d|xx)")) {
            throw common.usageFault("--status takes an HTTP status, as 422 or 4xx");
        }
        boolean all = status != null && status.toLowerCase(Locale.ROOT).endsWith("xx");
        return new SqlConditions().and("m.status = ?", status == null || all ? null : Integer.valueOf(status))
                .and("m.status / 100 = ?", all ? Integer.valueOf(status.substring(0, 1)) : null)
                .and("m.via = ?", via == null ? null : via.name())
                .in("m.patient", patient == null ? null : List.of(hashed(common, reference(common))))
                .in("m.patient", nhsNumber == null ? null : ofNumber(common));
    }

    private String[] reference(OperatorOptions common) {
        if (!patient.matches("[^/]+/Patient/[^/]+")) {
            throw common.usageFault("--patient is a provider and its reference to the patient, as B82617/Patient/1");
        }
        return patient.split("/", 2);
    }

    /** The log names nobody: what stands for a patient there is made from each provider's reference to the patient. */
    private List<String> ofNumber(OperatorOptions common) {
        String number = nhsNumber.replaceAll("[\\s-]", "");
        if (!NhsNumber.wellFormed(number)) {
            throw common.usageFault("--nhs-number takes ten digits with a right check digit");
        }
        List<String> hashes = new ArrayList<>();
        for (Map.Entry<String, Provider> provider : common.providers().entrySet()) {
            if (provider.getValue().transport().hosted() && !isWithoutRegistry(common, provider.getValue())) {
                for (String reference : having(number, registry(common, provider.getKey()))) {
                    hashes.add(hashed(common, provider.getKey(), reference));
                }
            }
        }
        if (hashes.isEmpty()) {
            throw ClientFault.notDone("no hosted provider's registry has a patient with this NHS number");
        }
        return hashes;
    }

    /** A provider that takes no more tasks needs none. */
    private static boolean isWithoutRegistry(OperatorOptions common, Provider provider) {
        return provider.retired() && !Files.exists(common.access().registry().resolve(provider.ods()));
    }

    private static List<String> having(String number, Registry registry) {
        return registry.references().stream().filter(reference -> reference.startsWith("Patient/"))
                .filter(reference -> registry.find("Patient", reference.substring("Patient/".length()))
                        .map(Patient.class::cast).stream().flatMap(found -> found.getIdentifier().stream())
                        .filter(identifier -> Uris.NHS_NUMBER.equals(identifier.getSystem()))
                        .map(IdentifierDt::getValue)
                        .anyMatch(number::equals)).toList();
    }

    private static Registry registry(OperatorOptions common, String ods) {
        try {
            return Registry.load(common.access().registry().resolve(ods));
        } catch (IllegalArgumentException e) {
            throw new ClientFault(e.getMessage(), e);
        }
    }

    private static String hashed(OperatorOptions common, String... patient) {
        var keyFile = common.access().patientKeyFile();
        if (!Files.exists(keyFile)) {
            throw common.usageFault("to look for a patient needs the key file " + keyFile
                    + " (gateway.patient-key-file), which is not there");
        }
        return PatientHash.withKeyOf(keyFile).of(patient[0], patient[1]);
    }
}
