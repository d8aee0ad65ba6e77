package taskgateway.desk;

import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import taskgateway.audit.PatientHash;
import taskgateway.directory.Provider;
import taskgateway.directory.Registry;
import taskgateway.fhir.NhsNumber;
import taskgateway.fhir.Uris;

/**
 * Whom an operator asks for. The log names nobody: what stands for a patient there is made from a provider's reference
 * to the patient, with a key.
 *
 * @param keyFile    holds the key
 * @param registries the folder of the hosted providers' records
 */
public record Patients(Path keyFile, Path registries) {

    /**
     * What stands in the log for a patient of one provider.
     *
     * @param patient the provider and its reference, as {@code B82617/Patient/1}
     * @throws IllegalArgumentException when it is not, or the key is not there
     */
    public List<String> ofReference(String patient) {
        if (!patient.matches("[^/]+/Patient/[^/]+")) {
            throw new IllegalArgumentException(
                    "takes a provider and its reference to the patient, as B82617/Patient/1");
        }
        String[] parts = patient.split("/", 2);
        return List.of(hash().of(parts[0], parts[1]));
    }

    /**
     * What stands in the log for the patient who has this NHS number in the registries of hosted providers.
     *
     * @throws IllegalArgumentException when it is no NHS number, or the key is not there
     * @throws IllegalStateException    when a registry cannot be read
     * @throws NotDone                  when no registry has such a patient
     */
    public List<String> ofNhsNumber(String text, Collection<Provider> directory) {
        String number = text.replaceAll("[\\s-]", "");
        if (!NhsNumber.wellFormed(number)) {
            throw new IllegalArgumentException("takes ten digits with a right check digit");
        }
        PatientHash hash = hash();
        List<String> hashes = new ArrayList<>();
        for (Provider provider : directory) {
            if (provider.transport().hosted() && !isWithoutRegistry(provider)) {
                references(number, provider.ods()).forEach(it -> hashes.add(hash.of(provider.ods(), it)));
            }
        }
        if (hashes.isEmpty()) {
            throw new NotDone("no hosted provider's registry has a patient with this NHS number");
        }
        return hashes;
    }

    /** A provider that takes no more tasks needs none. */
    private boolean isWithoutRegistry(Provider provider) {
        return provider.retired() && !Files.exists(registries.resolve(provider.ods()));
    }

    private List<String> references(String number, String ods) {
        Registry registry = registry(ods);
        return registry.references().stream().filter(reference -> reference.startsWith("Patient/"))
                .filter(reference -> registry.find("Patient", reference.substring("Patient/".length()))
                        .map(Patient.class::cast).stream().flatMap(found -> found.getIdentifier().stream())
                        .filter(identifier -> Uris.NHS_NUMBER.equals(identifier.getSystem()))
                        .map(IdentifierDt::getValue)
                        .anyMatch(number::equals)).toList();
    }

    private Registry registry(String ods) {
        try {
            return Registry.load(registries.resolve(ods));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private PatientHash hash() {
        if (!Files.exists(keyFile)) {
            throw new IllegalArgumentException("needs the key file " + keyFile
                    + " (gateway.patient-key-file), which is not there");
        }
        return PatientHash.withKeyOf(keyFile);
    }
}
