package taskgateway.profile;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import ca.uhn.fhir.model.dstu2.composite.ElementDefinitionDt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import taskgateway.fhir.Dstu2;

/**
 * What an element's types demand: that a choice is narrowed, what a reference may be to, what a fixed value is.
 *
 * @param file  the definition that is compiled
 * @param known the resource type of each profile that is defined, by its URL
 */
record ElementTypes(DefinitionFile file, Map<String, String> known) {

    private static final String BASE = "http://hl7.org/fhir/StructureDefinition/";

    /** The max of an element as a number. */
    static int max(DefinitionFile file, ElementDefinitionDt element) {
        if (element.getMax().equals("*")) {
            return ElementRule.UNBOUNDED;
        }
        if (!element.getMax().matches("\\d{1,4}")) {
            throw file.fault(element.getPath(), "needs a max that is a number or *");
        }
        return Integer.parseInt(element.getMax());
    }

    /** Stops at an element of extensions that are to follow a profile. */
    void requireAnyExtension(ElementDefinitionDt element) {
        if (element.getType().size() != 1 || !element.getTypeFirstRep().getProfile().isEmpty()) {
            throw file.fault(element.getPath(), "has a profile on its extensions, which the compiler does not know");
        }
    }

    /** The names that a choice may have, e.g. {@code reasonCodeableConcept}. */
    Set<String> choices(ElementDefinitionDt element, String name, RuntimeChildChoiceDefinition choice) {
        Set<String> names = new LinkedHashSet<>();
        for (ElementDefinitionDt.Type type : element.getType()) {
            String full = name + StringUtils.capitalize(type.getCode());
            if (!choice.getValidChildNames().contains(full)) {
                throw file.fault(element.getPath(), "cannot be of the type " + type.getCode());
            }
            names.add(full);
        }
        if (names.size() != 1) {
            throw file.fault(element.getPath(),
                    "is a choice of " + names.size() + " types: the compiler knows one only");
        }
        return names;
    }

    /** The rules that follow from the types and the fixed value of an element that is no choice, or no longer. */
    List<ValueRule> rules(ElementDefinitionDt element, BaseRuntimeElementDefinition<?> model) {
        List<ValueRule> rules = new ArrayList<>();
        String modelled = nameOf(model);
        for (ElementDefinitionDt.Type type : element.getType()) {
            if (!modelled.equals(type.getCode())) {
                throw file.fault(element.getPath(),
                        "is of type " + type.getCode() + ", but in FHIR of type " + modelled);
            }
            if (!modelled.equals("Reference") && (!type.getProfile().isEmpty() || !type.getAggregation().isEmpty())) {
                throw file.fault(element.getPath(), "has a profile or an aggregation on a type other than Reference,"
                        + " which the compiler does not know");
            }
        }
        if (modelled.equals("Reference")) {
            rules.add(reference(element));
        }
        if (element.getFixed() != null) {
            rules.add(fixed(element, modelled));
        }
        return rules;
    }

    /** The types of resource that an element may contain, each with the profile that it follows, or an empty text. */
    Map<String, String> contained(ElementDefinitionDt element) {
        Map<String, String> types = new LinkedHashMap<>();
        for (ElementDefinitionDt.Type type : element.getType()) {
            targets(element, type).forEach((target, profile) -> {
                boolean any = type.getCode().equals(ReferenceRule.ANY) && target.equals(ReferenceRule.ANY);
                if (!any && !(target.equals(type.getCode()) || target.equals(ReferenceRule.ANY))) {
                    throw file.fault(element.getPath(), "has a profile of another type than " + type.getCode());
                }
                types.put(type.getCode(), profile);
            });
        }
        return Collections.unmodifiableMap(types);
    }

    private ReferenceRule reference(ElementDefinitionDt element) {
        Map<String, String> types = new LinkedHashMap<>();
        Set<List<String>> aggregations = new LinkedHashSet<>();
        for (ElementDefinitionDt.Type type : element.getType()) {
            types.putAll(targets(element, type));
            aggregations.add(type.getAggregation().stream().map(IPrimitiveType::getValueAsString).sorted().toList());
        }
        if (aggregations.size() != 1) {
            throw file.fault(element.getPath(), "needs the same aggregation on all its types");
        }
        List<String> aggregation = aggregations.iterator().next();
        if (!Set.of("contained", "referenced").containsAll(aggregation)) {
            throw file.fault(element.getPath(), "has an aggregation, bundled, which the compiler does not know");
        }
        boolean any = aggregation.isEmpty();
        return new ReferenceRule(element.getPath(), Collections.unmodifiableMap(types),
                any || aggregation.contains("contained"),
                any || aggregation.contains("referenced"));
    }

    private Map<String, String> targets(ElementDefinitionDt element, ElementDefinitionDt.Type type) {
        Map<String, String> targets = new LinkedHashMap<>();
        type.getProfile().forEach(url -> {
            String profile = url.getValueAsString();
            String base = StringUtils.removeStart(profile, BASE);
            if (known.containsKey(profile)) {
                targets.put(known.get(profile), profile);
            } else if (base.equals(ReferenceRule.ANY) || Dstu2.CONTEXT.getResourceTypes().contains(base)) {
                targets.put(base, "");
            } else {
                throw file.fault(element.getPath(), "names the profile " + profile + ", which is not defined");
            }
        });
        return targets.isEmpty() ? Map.of(ReferenceRule.ANY, "") : targets;
    }

    private FixedValue fixed(ElementDefinitionDt element, String modelled) {
        if (!(element.getFixed() instanceof IPrimitiveType<?> primitive)) {
            throw file.fault(element.getPath(), "has a fixed value of type "
                    + nameOf(Dstu2.CONTEXT.getElementDefinition(element.getFixed().getClass()))
                    + ", which the compiler does not know");
        }
        if (!modelled.equals(Dstu2.CONTEXT.getElementDefinition(primitive.getClass()).getName())) {
            throw file.fault(element.getPath(), "has a fixed value of another type than " + modelled);
        }
        return new FixedValue(element.getPath(), primitive.getValueAsString());
    }

    private static String nameOf(BaseRuntimeElementDefinition<?> model) {
        if (model instanceof RuntimeResourceBlockDefinition) {
            return "BackboneElement";
        }
        return model.getName().equals("reference") ? "Reference" : model.getName();
    }
}
