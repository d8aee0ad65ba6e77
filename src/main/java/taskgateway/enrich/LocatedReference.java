package taskgateway.enrich;

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
import org.apache.commons.lang3.StringUtils;
import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.fhir.Dstu2;

/**
 * A reference in a resource, and where it stands: in an element, in an extension of any element, in a contained resource.
 * References have no other place; a narrative's links are no references.
 *
 * @param location  XPath, e.g. {@code /f:Order/f:subject/f:reference}
 * @param reference the reference itself, part of the resource: to change it is to change the resource
 */
public record LocatedReference(String location, BaseResourceReferenceDt reference) {

    /** Every reference of the resource that says where it points, in the order of the elements. */
    public static List<LocatedReference> in(IResource resource) {
        List<LocatedReference> found = new ArrayList<>();
        walk(resource, "/f:" + resource.getResourceName(), found);
        return found;
    }

    /** What the reference says, e.g. {@code Patient/1}; never blank. */
    public String value() {
        return reference.getReference().getValue();
    }

    private static void walk(IBase element, String path, List<LocatedReference> found) {
        if (element instanceof BaseResourceReferenceDt reference && StringUtils.isNotBlank(reference.getReference().getValue())) {
            found.add(new LocatedReference(path + "/f:reference", reference));
        }
        if (element instanceof ISupportsUndeclaredExtensions extended) {
            walkExtensions(extended.getUndeclaredExtensions(), path + "/f:extension", found);
            walkExtensions(extended.getUndeclaredModifierExtensions(), path + "/f:modifierExtension", found);
        }
        if (element instanceof BaseContainedDt contained) {
            walkContained(contained.getContainedResources(), path, found);
        } else if (Dstu2.CONTEXT.getElementDefinition(element.getClass()) instanceof BaseRuntimeElementCompositeDefinition<?> type) {
            type.getChildren().stream().filter(child -> !child.getElementName().endsWith("xtension"))
                    .forEach(child -> walkChild(child, child.getAccessor().getValues(element), path, found));
        }
    }

    private static void walkChild(BaseRuntimeChildDefinition child, List<IBase> values, String path,
            List<LocatedReference> found) {
        for (int i = 0; i < values.size(); i++) {
            IBase value = values.get(i);
            if (mayHold(value)) {
                String name = child.getChildNameByDatatype(value.getClass());
                walk(value, nth(path + "/f:" + name, i, values.size()), found);
            }
        }
    }

    /** Most elements are primitives without extensions: they need no path. */
    private static boolean mayHold(IBase value) {
        return !(value instanceof BasePrimitive<?> primitive) || !primitive.getAllUndeclaredExtensions().isEmpty();
    }

    private static void walkExtensions(List<ExtensionDt> extensions, String path, List<LocatedReference> found) {
        for (int i = 0; i < extensions.size(); i++) {
            ExtensionDt extension = extensions.get(i);
            String place = nth(path, i, extensions.size());
            walkExtensions(extension.getUndeclaredExtensions(), place + "/f:extension", found);
            if (extension.getValue() != null) {
                String type = Dstu2.CONTEXT.getElementDefinition(extension.getValue().getClass()).getName();
                String name = extension.getValue() instanceof BaseResourceReferenceDt ? "Reference" : StringUtils.capitalize(type);
                walk(extension.getValue(), place + "/f:value" + name, found);
            }
        }
    }

    private static void walkContained(List<? extends IResource> resources, String path, List<LocatedReference> found) {
        for (int i = 0; i < resources.size(); i++) {
            IResource resource = resources.get(i);
            walk(resource, nth(path, i, resources.size()) + "/f:" + resource.getResourceName(), found);
        }
    }

    /** An index only where there are several: {@code f:detail} is easier to read than {@code f:detail[1]}. */
    private static String nth(String path, int index, int count) {
        return count == 1 ? path : path + "[" + (index + 1) + "]";
    }
}
