package taskgateway.profile;

import ca.uhn.fhir.model.dstu2.composite.ElementDefinitionDt;
import ca.uhn.fhir.model.dstu2.resource.StructureDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import taskgateway.fhir.Format;

/**
 * Makes a profile's snapshot from its differential and FHIR's own definitions (those that HAPI's validator brings), and
 * writes it into the profile's file: run {@link #main} after a change of a differential. What only documents an element
 * (comments, requirements, aliases, mappings to other standards, conditions) stays with FHIR's own definitions.
 */
final class Snapshots {

    static final Path DIRECTORY = Path.of("config/profiles");
    private static final String BASE = "/org/hl7/fhir/instance/model/profile/%s.profile.xml";
    private static final List<String> OF_RESOURCE = List.of("id", "meta", "implicitRules", "language");
    private static final List<String> OF_DOMAIN_RESOURCE =
            List.of("text", "contained", "extension", "modifierExtension");

    private Snapshots() {
    }

    public static void main(String[] arguments) throws IOException {
        for (Path file : profiles()) {
            String text = Files.readString(file);
            StructureDefinition profile = Format.XML.parser().parseResource(StructureDefinition.class, text);
            StructureDefinition made = new StructureDefinition();
            made.getSnapshot().setElement(snapshot(profile));
            String snapshot = Format.XML.parser().setPrettyPrint(true).encodeResourceToString(made)
                    .replaceAll("(?s)^.*<snapshot>\\s*|\\s*</snapshot>.*$", "").replace("   ", "  ");
            Files.writeString(file, text.substring(0, text.indexOf("<snapshot>")) + "<snapshot>\n    " + snapshot
                    + "\n  " + text.substring(text.indexOf("</snapshot>")));
        }
    }

    static List<Path> profiles() throws IOException {
        try (var files = Files.list(DIRECTORY)) {
            return files.filter(file -> read(file).contains("<StructureDefinition")).sorted().toList();
        }
    }

    /** The elements of the snapshot that follows from the profile's differential. */
    static List<ElementDefinitionDt> snapshot(StructureDefinition profile) {
        Map<String, ElementDefinitionDt> differential = new LinkedHashMap<>();
        profile.getDifferential().getElement().forEach(element -> differential.put(element.getPath(), element));
        List<ElementDefinitionDt> elements = new ArrayList<>();
        addAll(elements, profile.getConstrainedType(), profile.getConstrainedType(), differential);
        if (!differential.isEmpty()) {
            throw new IllegalStateException("the differential names no element of FHIR: " + differential.keySet());
        }
        return elements;
    }

    /**
     * Adds the elements of a type under a path, and below them what the differential says of their own types' elements.
     */
    private static void addAll(List<ElementDefinitionDt> elements, String type, String path,
            Map<String, ElementDefinitionDt> differential) {
        for (ElementDefinitionDt base : base(type).getSnapshot().getElement()) {
            boolean root = base.getPath().equals(type);
            if (root && path.contains(".")) {
                continue;
            }
            String here = path + base.getPath().substring(type.length());
            ElementDefinitionDt element = merge(here, base, Optional.ofNullable(differential.remove(here)));
            elements.add(element);
            boolean deeper = differential.keySet().stream().anyMatch(other -> other.startsWith(here + "."));
            boolean listed = base(type).getSnapshot().getElement().stream()
                    .anyMatch(other -> other.getPath().startsWith(base.getPath() + "."));
            if (deeper && !listed) {
                addAll(elements, element.getTypeFirstRep().getCode(), here, differential);
            }
        }
    }

    private static ElementDefinitionDt merge(String path, ElementDefinitionDt base,
            Optional<ElementDefinitionDt> change) {
        ElementDefinitionDt element = new ElementDefinitionDt();
        ElementDefinitionDt changed = change.orElse(new ElementDefinitionDt());
        element.setPath(path);
        element.setShort(changed.getShort() == null ? base.getShort() : changed.getShort());
        element.setDefinition(changed.getDefinitionElement().isEmpty() ? base.getDefinitionElement()
                : changed.getDefinitionElement());
        element.setMin(changed.getMin() == null ? base.getMin() : changed.getMin());
        element.setMax(changed.getMax() == null ? base.getMax() : changed.getMax());
        element.getBase().setPath(definedAt(base.getPath())).setMin(base.getMin()).setMax(base.getMax());
        element.setType(changed.getType().isEmpty() ? base.getType() : changed.getType());
        element.setFixed(changed.getFixed());
        element.setConstraint(changed.getConstraint().isEmpty() ? base.getConstraint() : changed.getConstraint());
        element.setIsModifier(base.getIsModifierElement());
        element.setIsSummary(base.getIsSummaryElement());
        element.setBinding(changed.getBinding().isEmpty() ? base.getBinding() : changed.getBinding());
        return element;
    }

    private static String definedAt(String path) {
        String[] names = path.split("\\.", 2);
        boolean resource = names.length == 2 && List.of("Order", "Basic", "OperationOutcome").contains(names[0]);
        if (resource && OF_RESOURCE.contains(names[1])) {
            return "Resource." + names[1];
        }
        return resource && OF_DOMAIN_RESOURCE.contains(names[1]) ? "DomainResource." + names[1] : path;
    }

    private static StructureDefinition base(String type) {
        try (InputStream in = Snapshots.class.getResourceAsStream(String.format(BASE, type.toLowerCase(Locale.ROOT)))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Format.XML.parser().parseResource(StructureDefinition.class, text);
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        }
    }
}
