package taskgateway.directory;

import ca.uhn.fhir.model.api.ExtensionDt;
import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.dstu2.composite.IdentifierDt;
import ca.uhn.fhir.model.dstu2.resource.Bundle;
import ca.uhn.fhir.model.dstu2.resource.Organization;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import ca.uhn.fhir.model.primitive.BooleanDt;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import taskgateway.fhir.FhirId;
import taskgateway.fhir.Format;
import taskgateway.fhir.NhsNumber;
import taskgateway.fhir.Uris;
import taskgateway.fhir.strict.ResourceReader;
import taskgateway.rules.Finding;

/**
 * What a hosted provider knows: its patients, organisations and practitioners as FHIR DSTU2 resources, against which
 * references are resolved (specification, sections 6 and 12). Immutable, and safe to share between threads.
 */
public final class Registry {

    /** HAPI's parser lets a repeated key pass, the last one winning: a dissent could be lost that way. */
    private static final ObjectMapper STRICT_JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int MOST_FAULTS = 3;

    /** Text and not objects: HAPI's model can be changed by whoever holds it, and its getters write on first use. */
    private final Map<String, String> resources = new LinkedHashMap<>();
    /** Where each stands, for the words of a fault. */
    private final Map<String, String> origins = new HashMap<>();
    private final Map<String, String> patients = new HashMap<>();

    private Registry() {
    }

    /**
     * Reads a registry.
     *
     * @param directory each {@code *.json} and {@code *.xml} in it holds one resource; other files are passed over
     * @throws IllegalArgumentException naming in one line the file and its fault, and nothing that it holds: not a
     *         valid resource, no id, the type and id of another file, an NHS number whose check digit is wrong, that of
     *         another patient, two NHS numbers, two ODS codes, a dissent that is neither true nor false
     */
    public static Registry load(Path directory) {
        return load(RegistryFolder.of(directory));
    }

    /**
     * Reads a registry.
     *
     * @throws IllegalArgumentException as {@link #load(Path)}
     */
    public static Registry load(RegistryFolder folder) {
        Registry registry = new Registry();
        for (Path file : folder.resources()) {
            try {
                registry.add(parse(file), folder.name(file));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(folder.name(file) + ": " + e.getMessage(), e);
            }
        }
        return registry;
    }

    /**
     * A registry of these resources.
     *
     * @throws IllegalArgumentException as {@link #load}
     */
    public static Registry of(IResource... resources) {
        Registry registry = new Registry();
        for (IResource resource : resources) {
            registry.add(resource, "another");
        }
        return registry;
    }

    /** Every resource that the registry has, as {@code Type/id}. */
    public Set<String> references() {
        return Collections.unmodifiableSet(resources.keySet());
    }

    /** A copy of the resource of this type and id, if the registry has it; letter case matters. */
    public Optional<IResource> find(String type, String id) {
        return Optional.ofNullable(resources.get(type + "/" + id))
                .map(text -> (IResource) Format.JSON.parser().parseResource(text));
    }

    private static IResource parse(Path file) {
        byte[] bytes = bytes(file);
        String text = text(bytes);
        Format format = RegistryFolder.format(file);
        try {
            if (format == Format.JSON) {
                STRICT_JSON.readTree(text);
            }
            IParser parser = format.parser();
            parser.setParserErrorHandler(new StrictErrorHandler());
            return (IResource) parser.parseResource(text);
        } catch (JsonProcessingException | RuntimeException e) { // HAPI falls over some
            throw new IllegalArgumentException("is no FHIR DSTU2 resource: " + words(bytes, format), e);
        }
    }

    private static String text(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is no UTF-8 text", e);
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static byte[] bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(Files.exists(file) ? "is no file that can be read"
                    : "is a link that leads nowhere");
        }
        try {
            return Files.readAllBytes(file);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("cannot be read: the account under which the gateway runs may not", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read", e);
        }
    }

    /** What HAPI and Jackson say of a fault may quote a patient's data. */
    private static String words(byte[] file, Format format) {
        List<Finding> faults = ResourceReader.faults(file, format);
        return faults.isEmpty() ? "it cannot be read" : faults.stream().limit(MOST_FAULTS)
                .map(fault -> (fault.location() == null ? "" : fault.location() + ": ") + fault.diagnostics())
                .collect(Collectors.joining("; "));
    }

    private void add(IResource resource, String origin) {
        if (resource instanceof Bundle) {
            throw new IllegalArgumentException(
                    "is a Bundle, whose entries are not read: give each resource a file of its own");
        }
        String id = resource.getId().getIdPart();
        if (!FhirId.isLegal(id)) {
            throw new IllegalArgumentException("the resource has no id of 1 to 64 letters, digits, dots and hyphens");
        }
        String key = resource.getResourceName() + "/" + id;
        String other = origins.putIfAbsent(key, origin);
        if (other != null) {
            throw new IllegalArgumentException(NhsNumber.hiddenIn(key) + " stands in " + other
                    + " too: remove one of them, or give it an id of its own");
        }
        check(resource, origin);
        resources.put(key, Format.JSON.encode(resource));
    }

    private void check(IResource resource, String origin) {
        if (resource instanceof Patient patient) {
            only(patient.getIdentifier(), Uris.NHS_NUMBER, "NHS number")
                    .ifPresent(number -> nhsNumber(number.getValue(), origin));
            dissent(patient);
        } else if (resource instanceof Organization organization) {
            only(organization.getIdentifier(), Uris.ODS_CODE, "ODS code").ifPresent(code -> odsCode(code.getValue()));
        }
    }

    private void nhsNumber(String number, String origin) {
        if (!NhsNumber.wellFormed(number)) {
            throw new IllegalArgumentException("the NHS number is not ten digits with a right check digit");
        }
        String other = patients.putIfAbsent(number, origin);
        if (other != null) {
            throw new IllegalArgumentException("the NHS number is that of " + other
                    + " too: of two records of one patient only one may hold the dissent");
        }
    }

    private static void odsCode(String code) {
        if (code == null || !Provider.isOds(code)) {
            throw new IllegalArgumentException("the ODS code is not 1 to 12 capital letters and digits");
        }
    }

    private static void dissent(Patient patient) {
        // Written out, an extension without a value would be lost, and a dissent with it.
        if (!patient.getUndeclaredExtensionsByUrl(Uris.DISSENT_EXTENSION).stream().allMatch(Registry::answered)) {
            throw new IllegalArgumentException("the dissent extension has no valueBoolean");
        }
        if (patient.getAllUndeclaredExtensions().stream().map(ExtensionDt::getUrl).filter(Objects::nonNull)
                .anyMatch(url -> url.toLowerCase(Locale.ROOT).contains("dissent")
                        && !url.equals(Uris.DISSENT_EXTENSION))) {
            throw new IllegalArgumentException("an extension about dissent has another URL than "
                    + Uris.DISSENT_EXTENSION);
        }
    }

    private static boolean answered(ExtensionDt extension) {
        return extension.getValue() instanceof BooleanDt answer && answer.getValue() != null;
    }

    private static Optional<IdentifierDt> only(List<IdentifierDt> identifiers, String system, String name) {
        List<IdentifierDt> found =
                identifiers.stream().filter(identifier -> system.equals(identifier.getSystem())).toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("there is more than one " + name);
        }
        return found.stream().findFirst();
    }
}
