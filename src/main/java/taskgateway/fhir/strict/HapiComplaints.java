package taskgateway.fhir.strict;

import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import taskgateway.fhir.ElementPath;
import taskgateway.rules.Rule;

/**
 * The net behind {@link StructureCheck}: whatever HAPI's parser still complains of becomes a fault of the whole
 * resource, since HAPI does not say where. Two complaints are known from {@link StructureCheck} already, with their
 * places.
 */
final class HapiComplaints implements IParserErrorHandler {

    private final BodyFaults faults;
    private final ElementPath root;

    HapiComplaints(BodyFaults faults, ElementPath root) {
        this.faults = faults;
        this.root = root;
    }

    @Override
    public void containedResourceWithNoId(IParseLocation location) {
        // told by Shape
    }

    @Override
    public void unknownReference(IParseLocation location, String reference) {
        // told by Shape
    }

    @Override
    public void incorrectJsonType(IParseLocation location, String element, ValueType expected,
            ScalarType expectedScalar,
                                  ValueType found, ScalarType foundScalar) {
        addFault(Rule.ELEMENT_TYPE, element);
    }

    @Override
    public void invalidValue(IParseLocation location, String value, String error) {
        addFault(Rule.ELEMENT_TYPE, location == null ? "" : location.getParentElementName());
    }

    @Override
    public void missingRequiredElement(IParseLocation location, String element) {
        addFault(Rule.CARDINALITY, element);
    }

    @Override
    public void unexpectedRepeatingElement(IParseLocation location, String element) {
        addFault(Rule.CARDINALITY, element);
    }

    @Override
    public void unknownAttribute(IParseLocation location, String attribute) {
        addFault(Rule.ELEMENT_UNKNOWN, attribute);
    }

    @Override
    public void unknownElement(IParseLocation location, String element) {
        addFault(Rule.ELEMENT_UNKNOWN, element);
    }

    @Override
    public void invalidInternalReference(IParseLocation location, String reference) {
        addFault(Rule.REFERENCE_FORM, "reference");
    }

    @Override
    public void extensionContainsValueAndNestedExtensions(IParseLocation location) {
        addFault(Rule.EXTENSION_INCOMPLETE, "extension");
    }

    private void addFault(Rule rule, String element) {
        faults.add(rule, root, "The element " + (element == null ? "" : ElementPath.printable(element))
                + " cannot be read");
    }
}
