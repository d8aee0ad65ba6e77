package taskgateway.fhir.strict;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.composite.ElementDefinitionDt;
import ca.uhn.fhir.model.dstu2.resource.StructureDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import taskgateway.fhir.Format;
import taskgateway.fhir.strict.Structure.Element;
import taskgateway.fhir.strict.Structure.ElementKind;

/**
 * The order of a type's elements in XML is that of FHIR's own definition (DSTU2, XML), for whatever a task can hold.
 */
class ElementOrderTest {

    private static final String DEFINITION = "/org/hl7/fhir/instance/model/profile/%s.profile.xml";
    /** HAPI's names that are not FHIR's. */
    private static final Map<String, String> NAMES =
            Map.of("Coding as a tag", "Coding", "Coding as a security label", "Coding",
            "SimpleQuantity", "Quantity", "reference", "Reference");

    private final Map<String, List<String>> wrong = new TreeMap<>();
    private final Set<Structure> seen = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());

    @Test
    void isThatOfFhirsDefinitions() {
        List.of("Order", "Basic", "Patient", "Organization", "Practitioner", "Person", "Device")
                .forEach(type -> compare(Structure.ofResource(type), type, type));
        assertThat(wrong).isEmpty();
        assertThat(seen).hasSizeGreaterThan(30);
    }

    private void compare(Structure structure, String file, String path) {
        if (!seen.add(structure)) {
            return;
        }
        List<String> defined = children(file, path);
        List<String> ours = structure.places().entrySet().stream()
                .filter(place -> !structure.elements().get(place.getKey()).isAttribute()
                        || structure.elements().containsKey("meta"))
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .map(place -> base(structure.elements().get(place.getKey())))
                .distinct().toList();
        List<String> expected = defined.stream().filter(ours::contains).toList();
        if (!ours.equals(expected)) {
            wrong.put(path, List.of(ours.toString(), expected.toString()));
        }
        structure.elements().values().stream().filter(element -> element.kind() == ElementKind.COMPOSITE)
                .forEach(element -> {
            Structure type = element.structure().get();
            String name = NAMES.getOrDefault(type.name(), type.name());
            boolean block = !children(file, path + "." + element.name()).isEmpty();
            compare(type, block ? file : name, block ? path + "." + element.name() : name);
        });
    }

    private static String base(Element element) {
        return element.choice() == null ? element.name() : element.choice() + "[x]";
    }

    private static List<String> children(String file, String parent) {
        return definition(file).stream().filter(path -> path.matches("\\Q" + parent + "\\E\\.[^.]+"))
                .map(path -> path.substring(parent.length() + 1)).collect(Collectors.toList());
    }

    private static List<String> definition(String type) {
        try (InputStream in =
                ElementOrderTest.class.getResourceAsStream(String.format(DEFINITION, type.toLowerCase(Locale.ROOT)))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Format.XML.parser().parseResource(StructureDefinition.class, text).getSnapshot().getElement()
                    .stream().map(ElementDefinitionDt::getPath).toList();
        } catch (IOException | NullPointerException missing) {
            throw new IllegalStateException(type, missing);
        }
    }
}
