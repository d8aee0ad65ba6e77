package taskgateway.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.model.api.BasePrimitive;
import ca.uhn.fhir.model.api.ExtensionDt;
import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.api.ISupportsUndeclaredExtensions;
import ca.uhn.fhir.model.base.composite.BaseContainedDt;
import ca.uhn.fhir.model.base.composite.BaseResourceReferenceDt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.lang3.StringUtils;
import org.hl7.fhir.instance.model.api.IBase;

/**
 * A reference in a resource, and where it stands: in an element, in an extension of any element, in a contained resource.
 * References have no other place; a narrative's links are no references.
 *
 * @param location  XPath, e.g. {@code /f:Order/f:subject/f:reference}
 * @param reference the reference itself, part of the resource: to change it is to change the resource
 */
public record LocatedReference(String location, BaseResourceReferenceDt reference) {

    /** Of each type the elements inside, but for its extensions: looked up once. */
    private static final Map<Class<?>, List<BaseRuntimeChildDefinition>> CHILDREN = new ConcurrentHashMap<>();

    /** A step of the way to an element; it becomes text only where a reference is found. The place is 0 for an only one. */
    private record Step(Step parent, String name, int place) {

        @Override
        public String toString() {
            return (parent == null ? "" : parent.toString()) + "/f:" + name + (place == 0 ? "" : "[" + place + "]");
        }
    }

    /** Every reference of the resource that says where it points, in the order of the elements. */
    public static List<LocatedReference> in(IResource resource) {
        List<LocatedReference> found = new ArrayList<>();
        walk(resource, new Step(null, resource.getResourceName(), 0), found);
        return found;
    }

    /** What the reference says, e.g. {@code Patient/1}; never blank. */
    public String value() {
        return reference.getReference().getValue();
    }

    private static void walk(IBase element, Step step, List<LocatedReference> found) {
        if (element instanceof BaseResourceReferenceDt reference && StringUtils.isNotBlank(reference.getReference().getValue())) {
            found.add(new LocatedReference(step + "/f:reference", reference));
        }
        if (element instanceof ISupportsUndeclaredExtensions extended) {
            walkExtensions(extended.getUndeclaredExtensions(), step, "extension", found);
            walkExtensions(extended.getUndeclaredModifierExtensions(), step, "modifierExtension", found);
        }
        if (element instanceof BaseContainedDt contained) {
            walkContained(contained.getContainedResources(), step, found);
            return;
        }
        for (BaseRuntimeChildDefinition child : children(element.getClass())) {
            walkChild(child, child.getAccessor().getValues(element), step, found);
        }
    }

    private static List<BaseRuntimeChildDefinition> children(Class<? extends IBase> type) {
        List<BaseRuntimeChildDefinition> known = CHILDREN.get(type);
        return known == null ? CHILDREN.computeIfAbsent(type, unknown -> readChildren(type)) : known;
    }

    private static List<BaseRuntimeChildDefinition> readChildren(Class<? extends IBase> type) {
        return Dstu2.CONTEXT.getElementDefinition(type) instanceof BaseRuntimeElementCompositeDefinition<?> composite
                ? composite.getChildren().stream().filter(child -> !child.getElementName().endsWith("xtension")).toList()
                : List.of();
    }

    private static void walkChild(BaseRuntimeChildDefinition child, List<IBase> values, Step parent,
            List<LocatedReference> found) {
        for (int i = 0; i < values.size(); i++) {
            IBase value = values.get(i);
            if (mayHold(value)) {
                String name = child.getChildNameByDatatype(value.getClass());
                walk(value, nth(parent, name, i, values.size()), found);
            }
        }
    }

    /** Most elements are primitives without extensions. */
    private static boolean mayHold(IBase value) {
        return !(value instanceof BasePrimitive<?> primitive) || !primitive.getAllUndeclaredExtensions().isEmpty();
    }

    private static void walkExtensions(List<ExtensionDt> extensions, Step parent, String name, List<LocatedReference> found) {
        for (int i = 0; i < extensions.size(); i++) {
            ExtensionDt extension = extensions.get(i);
            Step step = nth(parent, name, i, extensions.size());
            walkExtensions(extension.getUndeclaredExtensions(), step, "extension", found);
            if (extension.getValue() != null) {
                String type = Dstu2.CONTEXT.getElementDefinition(extension.getValue().getClass()).getName();
                String value = extension.getValue() instanceof BaseResourceReferenceDt ? "Reference" : StringUtils.capitalize(type);
                walk(extension.getValue(), new Step(step, "value" + value, 0), found);
            }
        }
    }

    private static void walkContained(List<? extends IResource> resources, Step contained, List<LocatedReference> found) {
        for (int i = 0; i < resources.size(); i++) {
            IResource resource = resources.get(i);
            Step place = nth(contained.parent(), contained.name(), i, resources.size());
            walk(resource, new Step(place, resource.getResourceName(), 0), found);
        }
    }

    /** An index only where there are several: {@code f:detail} is easier to read than {@code f:detail[1]}. */
    private static Step nth(Step parent, String name, int index, int count) {
        return new Step(parent, name, count == 1 ? 0 : index + 1);
    }
}
