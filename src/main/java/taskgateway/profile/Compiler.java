package taskgateway.profile;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildContainedResources;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.context.RuntimeCompositeDatatypeDefinition;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import ca.uhn.fhir.model.dstu2.composite.ElementDefinitionDt;
import ca.uhn.fhir.model.dstu2.resource.StructureDefinition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import taskgateway.fhir.Dstu2;

/**
 * Compiles one StructureDefinition's snapshot into the rules that it states. What it does not know, and every element
 * that FHIR's model does not have, stops it: a constraint is never passed over in silence.
 */
final class Compiler {

    /** Elements that the parser keeps outside the model: the profile may not constrain them further than FHIR does. */
    private static final Set<String> UNREACHED = Set.of("id", "meta", "implicitRules");

    private static final String MISSING = "is missing: the snapshot must hold the inherited elements too";

    private final DefinitionFile file;
    private final StructureDefinition profile;
    private final ElementTypes types;
    private final Bindings bindings;
    private final Map<String, ElementDefinitionDt> elements = new LinkedHashMap<>();

    /**
     * @param file  the StructureDefinition
     * @param known the resource type of each profile that is defined, by its URL
     * @param codes the value sets that are defined, by their URLs
     */
    Compiler(DefinitionFile file, Map<String, String> known, Map<String, ValueSetCodes> codes) {
        this.file = file;
        this.profile = (StructureDefinition) file.resource();
        this.types = new ElementTypes(file, known);
        this.bindings = new Bindings(file, codes);
    }

    /**
     * @throws IllegalArgumentException in one line that names the file, the element and the unknown construct or the
     *         fault
     */
    Profile compile() {
        String type = requireProfileOfResource();
        for (ElementDefinitionDt element : profile.getSnapshot().getElement()) {
            KnownConstructs.requireKnown(file, element);
            if (elements.put(element.getPath(), element) != null) {
                throw file.fault(element.getPath(), "is there twice: the compiler does not know slices");
            }
        }
        ElementDefinitionDt root = elements.get(type);
        if (root == null) {
            throw file.fault(type, "is missing in the snapshot");
        }
        EnumSet<Invariant> invariants = EnumSet.noneOf(Invariant.class);
        for (ElementDefinitionDt.Constraint constraint : root.getConstraint()) {
            invariants.add(Invariant.of(constraint.getKey()).orElseThrow(() -> unknownInvariant(type, constraint)));
        }
        return new Profile(type, children(type, Dstu2.CONTEXT.getResourceDefinition(type)),
                contained(type, invariants));
    }

    private String requireProfileOfResource() {
        String type = profile.getConstrainedType();
        if (type == null || !Dstu2.CONTEXT.getResourceTypes().contains(type)) {
            throw file.fault("StructureDefinition.constrainedType", "is no resource type of FHIR DSTU2");
        }
        if (!"1.0.2".equals(profile.getFhirVersion())) {
            throw file.fault("StructureDefinition.fhirVersion", "is not 1.0.2");
        }
        return type;
    }

    private ContainedRule contained(String type, Set<Invariant> invariants) {
        String path = type + ".contained";
        ElementDefinitionDt element = elements.get(path);
        if (element == null) {
            throw file.fault(path, MISSING);
        }
        return new ContainedRule(path, element.getMin(), ElementTypes.max(file, element), types.contained(element),
                Set.copyOf(invariants));
    }

    /** The rules of the elements inside an element, or inside the resource. */
    private List<ElementRule> children(String parent, BaseRuntimeElementCompositeDefinition<?> model) {
        Map<String, BaseRuntimeChildDefinition> unlisted = new LinkedHashMap<>();
        model.getChildren().forEach(child -> unlisted.put(child.getElementName(), child));
        List<ElementRule> rules = new ArrayList<>();
        for (ElementDefinitionDt element : childrenOf(parent)) {
            String name = StringUtils.removeEnd(element.getPath().substring(parent.length() + 1), "[x]");
            BaseRuntimeChildDefinition child = unlisted.remove(name);
            if (child == null) {
                requireUnreached(element, name);
            } else if (child instanceof RuntimeChildContainedResources) {
                requireNoChildren(element.getPath());
            } else if (model.getName().equals("reference") && name.equals("reference")) {
                requireOnlyCardinality(element);
            } else {
                rules.add(element(element, name, child));
            }
        }
        unlisted.values().removeIf(RuntimeChildExtension.class::isInstance);
        for (String name : unlisted.keySet()) {
            throw file.fault(parent + "." + name, MISSING);
        }
        return List.copyOf(rules);
    }

    private ElementRule element(ElementDefinitionDt element, String name, BaseRuntimeChildDefinition child) {
        String path = element.getPath();
        int max = ElementTypes.max(file, element);
        if (max == 0) {
            return new ElementRule(path, name, child, 0, 0, List.of());
        }
        for (ElementDefinitionDt.Constraint constraint : element.getConstraint()) {
            throw unknownInvariant(path, constraint);
        }
        if (child instanceof RuntimeChildExtension) {
            requireNoChildren(path);
            requireOnlyCardinality(element);
            types.requireAnyExtension(element);
            return new ElementRule(path, name, child, element.getMin(), max, List.of());
        }
        if (child instanceof RuntimeChildChoiceDefinition choice) {
            Set<String> names = types.choices(element, name, choice);
            String first = names.iterator().next();
            List<ValueRule> values = List.of(new TypeRule(path, choice, names, values(element, choice, first)));
            return new ElementRule(path, first, choice, element.getMin(), max, values);
        }
        return new ElementRule(path, name, child, element.getMin(), max, values(element, child, name));
    }

    private List<ValueRule> values(ElementDefinitionDt element, BaseRuntimeChildDefinition child, String name) {
        BaseRuntimeElementDefinition<?> model = child.getChildByName(name);
        List<ValueRule> rules = new ArrayList<>(types.rules(element, model));
        boolean listed = !childrenOf(element.getPath()).isEmpty();
        if (model instanceof RuntimeResourceBlockDefinition
                || listed && model instanceof RuntimeCompositeDatatypeDefinition) {
            rules.add(new ChildRules(children(element.getPath(), (BaseRuntimeElementCompositeDefinition<?>) model)));
        } else if (listed) {
            throw file.fault(element.getPath(), "has elements, which its type has not");
        } else if (model instanceof RuntimeCompositeDatatypeDefinition) {
            rules.add(DataTypes.RULES);
        }
        return bindings.rules(element, child, List.copyOf(rules));
    }

    private List<ElementDefinitionDt> childrenOf(String parent) {
        return elements.values().stream()
                .filter(element -> element.getPath().startsWith(parent + ".")
                        && element.getPath().indexOf('.', parent.length() + 1) < 0)
                .toList();
    }

    private void requireNoChildren(String path) {
        for (ElementDefinitionDt child : childrenOf(path)) {
            throw file.fault(child.getPath(), "is out of the compiler's reach");
        }
    }

    private void requireUnreached(ElementDefinitionDt element, String name) {
        if (!UNREACHED.contains(name)) {
            throw file.fault(element.getPath(), "is no element of FHIR DSTU2");
        }
        requireNoChildren(element.getPath());
        requireOnlyCardinality(element);
        if (element.getMin() != 0 || !element.getMax().equals("1")) {
            throw file.fault(element.getPath(), "is out of the compiler's reach: it must stay 0..1");
        }
    }

    private void requireOnlyCardinality(ElementDefinitionDt element) {
        if (element.getFixed() != null || !element.getBinding().isEmpty() || !element.getConstraint().isEmpty()) {
            throw file.fault(element.getPath(), "is out of the compiler's reach: it may have a cardinality only");
        }
    }

    private IllegalArgumentException unknownInvariant(String path, ElementDefinitionDt.Constraint constraint) {
        return file.fault(path, "has the invariant " + constraint.getKey() + ", which the compiler does not know");
    }
}
