package taskgateway.profile;

import ca.uhn.fhir.model.api.ExtensionDt;
import ca.uhn.fhir.model.api.ISupportsUndeclaredExtensions;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.hl7.fhir.instance.model.api.IBase;
import taskgateway.fhir.Dstu2;
import taskgateway.fhir.ElementPath;

/**
 * The values of extensions, wherever they are, are of their data types. Whether an extension may be there is no
 * question here.
 */
final class ExtensionValues {

    private ExtensionValues() {
    }

    static void check(IBase element, ElementPath place, ProfileWalk walk) {
        if (element instanceof ISupportsUndeclaredExtensions extensible) {
            List<ExtensionDt> extensions = extensible.getAllUndeclaredExtensions();
            for (int i = 0; i < extensions.size(); i++) {
                check(extensions.get(i), place, extensions.size() > 1 ? i + 1 : 0, walk);
            }
        }
    }

    private static void check(ExtensionDt extension, ElementPath parent, int index, ProfileWalk walk) {
        ElementPath place = parent.child(extension.isModifier() ? "modifierExtension" : "extension", index);
        IBase value = extension.getValue();
        if (value != null) {
            String type = Dstu2.CONTEXT.getElementDefinition(value.getClass()).getName();
            ElementPath here = place.child("value" + StringUtils.capitalize(type));
            DataTypes.RULES.check(value, here, walk);
            check(value, here, walk);
        }
        check((IBase) extension, place, walk);
    }
}
