package taskgateway.profile;

import ca.uhn.fhir.context.RuntimeChildPrimitiveBoundCodeDatatypeDefinition;
import ca.uhn.fhir.model.api.IValueSetEnumBinder;
import ca.uhn.fhir.model.dstu2.resource.ValueSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The codes of a value set.
 *
 * @param bySystem the codes of each system
 */
record ValueSetCodes(Map<String, Set<String>> bySystem) {

    ValueSetCodes {
        Map<String, Set<String>> copy = new HashMap<>();
        bySystem.forEach((system, codes) -> copy.put(system, Set.copyOf(codes)));
        bySystem = Map.copyOf(copy);
    }

    /** Whether the value set holds the code of this system. */
    boolean has(String system, String code) {
        return system != null && code != null && bySystem.getOrDefault(system, Set.of()).contains(code);
    }

    /** Whether the value set holds the code, whatever its system: for an element that names no system. */
    boolean has(String code) {
        return code != null && bySystem.values().stream().anyMatch(codes -> codes.contains(code));
    }

    /**
     * The codes of a ValueSet resource: those that it defines and those that it lists.
     *
     * @throws IllegalArgumentException when it selects codes in any other way
     */
    static ValueSetCodes of(DefinitionFile file, ValueSet valueSet) {
        Map<String, Set<String>> codes = new HashMap<>();
        ValueSet.Compose compose = valueSet.getCompose();
        if (!compose.getImport().isEmpty() || !compose.getExclude().isEmpty() || !valueSet.getExpansion().isEmpty()) {
            throw file.fault("ValueSet", "uses import, exclude or expansion, which the compiler does not know");
        }
        define(file, valueSet.getCodeSystem(), codes);
        for (ValueSet.ComposeInclude include : compose.getInclude()) {
            if (!include.getFilter().isEmpty() || include.getConcept().isEmpty()) {
                throw file.fault("ValueSet.compose.include",
                        "does not list its codes: the compiler knows no other way");
            }
            Set<String> listed = codes.computeIfAbsent(include.getSystem(), system -> new HashSet<>());
            include.getConcept().forEach(concept -> listed.add(concept.getCode()));
        }
        if (codes.isEmpty()) {
            throw file.fault("ValueSet", "holds no code");
        }
        return new ValueSetCodes(codes);
    }

    /** The codes of a value set of FHIR's own, as HAPI's model of DSTU2 has them. */
    static ValueSetCodes of(RuntimeChildPrimitiveBoundCodeDatatypeDefinition child) {
        @SuppressWarnings("unchecked")
        var binder = (IValueSetEnumBinder<Enum<?>>) child.getInstanceConstructorArguments();
        Map<String, Set<String>> codes = new HashMap<>();
        for (Enum<?> constant : child.getBoundEnumType().getEnumConstants()) {
            codes.computeIfAbsent(binder.toSystemString(constant), system -> new HashSet<>())
                    .add(binder.toCodeString(constant));
        }
        return new ValueSetCodes(codes);
    }

    private static void define(DefinitionFile file, ValueSet.CodeSystem system, Map<String, Set<String>> codes) {
        if (system.isEmpty()) {
            return;
        }
        if (Boolean.FALSE.equals(system.getCaseSensitiveElement().getValue())) {
            throw file.fault("ValueSet.codeSystem", "ignores letter case, which the compiler does not know");
        }
        add(system.getConcept(), codes.computeIfAbsent(system.getSystem(), url -> new HashSet<>()));
    }

    private static void add(List<ValueSet.CodeSystemConcept> concepts, Set<String> codes) {
        for (ValueSet.CodeSystemConcept concept : concepts) {
            if (!Boolean.TRUE.equals(concept.getAbstractElement().getValue())) {
                codes.add(concept.getCode());
            }
            add(concept.getConcept(), codes);
        }
    }
}
