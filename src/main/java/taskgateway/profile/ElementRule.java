package taskgateway.profile;

import static taskgateway.rules.Rule.CARDINALITY;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.model.api.IIdentifiableElement;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import taskgateway.fhir.ElementPath;
import taskgateway.fhir.strict.Decoded;

/**
 * How often an element occurs, and what is demanded of each occurrence.
 *
 * @param path   its path in the definitions, e.g. {@code Order.detail}, for the words of a finding
 * @param name   its name where it is missing
 * @param child  how to reach it
 * @param min    how often it occurs at least
 * @param max    how often it occurs at most; 0 when it is prohibited
 * @param values the rules of each occurrence
 */
record ElementRule(String path, String name, BaseRuntimeChildDefinition child, int min, int max,
        List<ValueRule> values) {

    static final int UNBOUNDED = Integer.MAX_VALUE;

    /**
     * Checks the element's occurrences in its parent. Those beyond the maximum are to go: they are looked at no
     * further.
     */
    void check(IBase parent, ElementPath place, ProfileWalk walk) {
        List<IBase> all = child.getAccessor().getValues(parent);
        int last = present(all);
        int count = 0;
        int valued = 0;
        for (IBase value : all) {
            if (!isPresent(value)) {
                continue;
            }
            count++;
            valued += hasValue(value) ? 1 : 0;
            ElementPath here = place.child(nameOf(value), last > 1 ? count : 0);
            if (count > max) {
                walk.found(CARDINALITY, here, surplus());
            } else {
                checkValue(value, here, walk);
            }
        }
        if (valued < min) {
            walk.found(CARDINALITY, place.child(name), path + Decoded.MISSING + "it must be there"
                    + (min > 1 ? " " + min + " times" : "") + ", with a value.");
        }
    }

    /** Whether a value is there at all, were it only with an id or an extension: HAPI leaves empty objects about. */
    static boolean isPresent(IBase value) {
        return value != null && (!value.isEmpty()
                || value instanceof IPrimitiveType<?> primitive && primitive.getValueAsString() != null
                || value instanceof IIdentifiableElement element && element.getElementSpecificId() != null);
    }

    private void checkValue(IBase value, ElementPath here, ProfileWalk walk) {
        for (ValueRule rule : values) {
            rule.check(value, here, walk);
        }
        ExtensionValues.check(value, here, walk);
    }

    private static int present(List<IBase> values) {
        int present = 0;
        for (IBase value : values) {
            present += isPresent(value) ? 1 : 0;
        }
        return present;
    }

    /** An extension alone makes no value of a primitive: what is mandatory must have one. */
    private static boolean hasValue(IBase value) {
        return !(value instanceof IPrimitiveType<?> primitive) || primitive.hasValue();
    }

    private String nameOf(IBase value) {
        boolean choice = child instanceof RuntimeChildChoiceDefinition && !(child instanceof RuntimeChildExtension);
        return choice ? child.getChildNameByDatatype(value.getClass()) : name;
    }

    private String surplus() {
        return max == 0
                ? path + " is not allowed: leave it out."
                : path + " may occur " + (max == 1 ? "once" : max + " times") + " at most: leave the others out.";
    }
}
