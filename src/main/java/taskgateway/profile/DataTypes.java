package taskgateway.profile;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.context.RuntimeChildPrimitiveBoundCodeDatatypeDefinition;
import ca.uhn.fhir.model.api.annotation.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.ElementPath;

/**
 * What FHIR itself demands inside an element whose own elements no profile lists, e.g. that a narrative has a status:
 * the cardinalities and the codes of its data type, from HAPI's model of DSTU2. Each type is compiled once, when first
 * met.
 */
enum DataTypes implements ValueRule {
    RULES;

    private final Map<Class<?>, List<ElementRule>> known = new ConcurrentHashMap<>();

    @Override
    public void check(IBase value, ElementPath place, ProfileWalk walk) {
        for (ElementRule element : rules(value)) {
            element.check(value, place, walk);
        }
    }

    private List<ElementRule> rules(IBase value) {
        List<ElementRule> rules = known.get(value.getClass());
        return rules == null ? known.computeIfAbsent(value.getClass(), type -> compile(value.getClass())) : rules;
    }

    private static List<ElementRule> compile(Class<? extends IBase> type) {
        List<ElementRule> rules = new ArrayList<>();
        if (Dstu2.CONTEXT.getElementDefinition(type) instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
            for (BaseRuntimeChildDefinition child : composite.getChildren()) {
                if (!(child instanceof RuntimeChildExtension)) {
                    rules.add(rule(composite.getName() + "." + child.getElementName(), child));
                }
            }
        }
        return List.copyOf(rules);
    }

    private static ElementRule rule(String path, BaseRuntimeChildDefinition child) {
        int max = child.getMax() == Child.MAX_UNLIMITED ? ElementRule.UNBOUNDED : child.getMax();
        List<ValueRule> values = List.of(RULES);
        if (child instanceof RuntimeChildPrimitiveBoundCodeDatatypeDefinition bound) {
            String valueSet = bound.getBoundEnumType().getSimpleName().replaceAll("Enum$", "");
            values = List.of(new Binding(path, valueSet, ValueSetCodes.of(bound), List.of()));
        }
        return new ElementRule(path, child.getElementName(), child, child.getMin(), max, values);
    }
}
