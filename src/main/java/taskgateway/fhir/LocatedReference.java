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
 * A reference in a resource, and where it stands: in an element, in an extension of any element, in a contained
 * resource. References have no other place; a narrative's links are no references.
 *
 * @param location  XPath, e.g. {@code /f:Order/f:subject/f:reference}
 * @param reference the reference itself, part of the resource: to change it is to change the resource
 */
public record LocatedReference(String location, BaseResourceReferenceDt reference) {

    /** Of each type the elements inside, but for its extensions: looked up once. */
    private static final Map<Class<?>, List<BaseRuntimeChildDefinition>> CHILDREN = new ConcurrentHashMap<>();

    /** Every reference of the resource that says where it points, in the order of the elements. */
    public static List<LocatedReference> in(IResource resource) {
        List<LocatedReference> found = new ArrayList<>();
        walk(resource, ElementPath.root(resource.getResourceName()), found);
        return found;
    }

    /** What the reference says, e.g. {@code Patient/1}; never blank. */
    public String value() {
        return reference.getReference().getValue();
    }

    private static void walk(IBase element, ElementPath path, List<LocatedReference> found) {
        if (element instanceof BaseResourceReferenceDt reference
                && StringUtils.isNotBlank(reference.getReference().getValue())) {
            found.add(new LocatedReference(path + "/f:reference", reference));
        }
        if (element instanceof ISupportsUndeclaredExtensions extended) {
            walkExtensions(extended.getUndeclaredExtensions(), path, "extension", found);
            walkExtensions(extended.getUndeclaredModifierExtensions(), path, "modifierExtension", found);
        }
        for (BaseRuntimeChildDefinition child : children(element.getClass())) {
            walkChild(child, child.getAccessor().getValues(element), path, found);
        }
    }

    private static List<BaseRuntimeChildDefinition> children(Class<? extends IBase> type) {
        List<BaseRuntimeChildDefinition> known = CHILDREN.get(type);
        return known == null ? CHILDREN.computeIfAbsent(type, unknown -> readChildren(type)) : known;
    }

    private static List<BaseRuntimeChildDefinition> readChildren(Class<? extends IBase> type) {
        return Dstu2.CONTEXT.getElementDefinition(type) instanceof BaseRuntimeElementCompositeDefinition<?> composite
                ? composite.getChildren().stream().filter(child -> !child.getElementName().endsWith("xtension"))
                .toList()
                : List.of();
    }

    private static void walkChild(BaseRuntimeChildDefinition child, List<IBase> values, ElementPath parent,
            List<LocatedReference> found) {
        for (int i = 0; i < values.size(); i++) {
            IBase value = values.get(i);
            if (value instanceof BaseContainedDt contained) {
                walkContained(contained.getContainedResources(), parent, found);
            } else if (mayHold(value)) {
                String name = child.getChildNameByDatatype(value.getClass());
                walk(value, nth(parent, name, i, values.size()), found);
            }
        }
    }

    /** Most elements are primitives without extensions. */
    private static boolean mayHold(IBase value) {
        return !(value instanceof BasePrimitive<?> primitive) || !primitive.getAllUndeclaredExtensions().isEmpty();
    }

    private static void walkExtensions(List<ExtensionDt> extensions, ElementPath parent, String name,
            List<LocatedReference> found) {
        for (int i = 0; i < extensions.size(); i++) {
            ExtensionDt extension = extensions.get(i);
            ElementPath path = nth(parent, name, i, extensions.size());
            walkExtensions(extension.getUndeclaredExtensions(), path, "extension", found);
            if (extension.getValue() != null) {
                String type = Dstu2.CONTEXT.getElementDefinition(extension.getValue().getClass()).getName();
                String value = extension.getValue() instanceof BaseResourceReferenceDt ? "Reference"
                        : StringUtils.capitalize(type);
                walk(extension.getValue(), path.child("value" + value), found);
            }
        }
    }

    private static void walkContained(List<? extends IResource> resources, ElementPath parent,
            List<LocatedReference> found) {
        for (int i = 0; i < resources.size(); i++) {
            IResource resource = resources.get(i);
            ElementPath contained = nth(parent, "contained", i, resources.size());
            walk(resource, contained.child(resource.getResourceName()), found);
        }
    }

    /** An index only where there are several: {@code f:detail} is easier to read than {@code f:detail[1]}. */
    private static ElementPath nth(ElementPath parent, String name, int index, int count) {
        return parent.child(name, count == 1 ? 0 : index + 1);
    }
}
