package taskgateway.fhir.strict;

import static taskgateway.fhir.strict.Structure.ElementKind.COMPOSITE;
import static taskgateway.fhir.strict.Structure.ElementKind.CONTAINED;
import static taskgateway.fhir.strict.Structure.ElementKind.PRIMITIVE;
import static taskgateway.fhir.strict.Structure.ElementKind.XHTML;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.RuntimeChildAny;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.model.api.ExtensionDt;
import ca.uhn.fhir.model.api.IValueSetEnumBinder;
import ca.uhn.fhir.model.dstu2.composite.CodingDt;
import ca.uhn.fhir.model.dstu2.composite.MetaDt;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;
import taskgateway.fhir.Dstu2;

/**
 * The elements of one FHIR type, taken from HAPI's model but stricter: HAPI also answers to names of its own
 * ({@code subjectResource}, {@code valuePatient}), and loses in silence what its DSTU2 resources have no place for.
 * Neither is here: an element that could not be carried is unknown.
 *
 * @param name     the type, e.g. {@code Order} or {@code Coding}
 * @param elements by name, choices by each of their names
 * @param places   where each of them stands in XML, where order matters, as numbers that grow
 */
record Structure(String name, Map<String, Element> elements, Map<String, Integer> places) {

    enum ElementKind { PRIMITIVE, COMPOSITE, XHTML, CONTAINED }

    /** What {@code value[x]} of an extension may be (DSTU2, "Open Type Element"). */
    private static final Set<String> OPEN =
            Set.of("Boolean", "Integer", "Decimal", "Base64Binary", "Instant", "String", "Uri", "Date", "DateTime",
                    "Time", "Code", "Oid", "Id", "UnsignedInt", "PositiveInt", "Markdown", "Annotation",
            "Attachment", "Identifier", "CodeableConcept", "Coding", "Quantity", "Range", "Period", "Ratio",
            "SampledData", "Signature", "HumanName", "Address", "ContactPoint", "Timing", "Reference");

    /** How every resource begins (DSTU2, Resource and DomainResource); the elements of its own type follow. */
    private static final List<String> HEAD = List.of("id", "meta", "language", "text", "contained", "extension");

    private static final String PRIMITIVE_ELEMENT = "primitive element";
    private static final String META = "Meta";
    private static final String TAG = "Coding as a tag";
    private static final String LABEL = "Coding as a security label";

    private static final Map<Class<?>, Structure> KNOWN = new ConcurrentHashMap<>();
    private static final Set<String> RESOURCES = Set.copyOf(Dstu2.CONTEXT.getResourceTypes());

    /**
     * One element of a type.
     *
     * @param name      as it stands in a body, e.g. {@code reasonCodeableConcept}
     * @param primitive its type when it is of kind PRIMITIVE, else null
     * @param structure its type when it is of kind COMPOSITE, else null
     * @param many      whether it may stand more than once
     * @param choice    the name of the choice that it belongs to, or null
     * @param bare      whether it takes no extension: HAPI would lose it, or XML writes the element as an attribute
     * @param codes     the value set that the model binds it to, or null
     */
    record Element(String name, ElementKind kind, Primitive primitive, Supplier<Structure> structure, boolean many,
            String choice,
                   boolean bare, IValueSetEnumBinder<?> codes) {

        boolean isAttribute() {
            return bare && kind == PRIMITIVE && ("id".equals(name) || "url".equals(name));
        }
    }

    Structure {
        elements = Collections.unmodifiableMap(elements);
    }

    Structure(String name, Map<String, Element> elements) {
        this(name, elements, places(elements.keySet()));
    }

    /** HAPI's model has the elements of a type in FHIR's order; what they inherit comes first. */
    private static Map<String, Integer> places(Set<String> names) {
        List<String> first = names.contains("meta") ? HEAD : List.of("extension");
        Map<String, Integer> places = new HashMap<>();
        for (String name : names) {
            places.put(name, first.contains(name) ? first.indexOf(name) : HEAD.size() + places.size());
        }
        return places;
    }

    /** Whether FHIR DSTU2 has a resource type of exactly this name. */
    static boolean isResource(String type) {
        return RESOURCES.contains(type);
    }

    static Structure ofResource(String type) {
        return of(Dstu2.CONTEXT.getResourceDefinition(type));
    }

    /** What stands beside the value of a primitive element: its id and extensions. */
    static Structure ofPrimitive() {
        Map<String, Element> elements = new LinkedHashMap<>();
        add(elements, bare("id", Primitive.ID));
        add(elements, composite("extension", () -> of(ExtensionDt.class), true));
        return new Structure(PRIMITIVE_ELEMENT, elements);
    }

    /**
     * Whether HAPI has no place for the id of such an element: then it is left out, like a comment, once it was looked
     * at.
     */
    boolean losesId() {
        return Set.of(META, TAG, LABEL, PRIMITIVE_ELEMENT).contains(name);
    }

    boolean isExtension() {
        return "Extension".equals(name);
    }

    boolean isTag() {
        return TAG.equals(name);
    }

    /** Whether the values are a set, in which a system and code stand once (DSTU2, Meta.security and Meta.tag). */
    boolean isOfSet() {
        return isTag() || LABEL.equals(name);
    }

    boolean isNarrative() {
        return "Narrative".equals(name);
    }

    private static Structure of(BaseRuntimeElementDefinition<?> definition) {
        Structure known = KNOWN.get(definition.getImplementingClass());
        if (known == null) {
            known = read((BaseRuntimeElementCompositeDefinition<?>) definition);
            KNOWN.put(definition.getImplementingClass(), known);
        }
        return known;
    }

    private static Structure of(Class<? extends org.hl7.fhir.instance.model.api.IBase> type) {
        return of(Dstu2.CONTEXT.getElementDefinition(type));
    }

    private static Structure read(BaseRuntimeElementCompositeDefinition<?> definition) {
        if (definition.getImplementingClass() == MetaDt.class) {
            return meta();
        }
        Map<String, Element> elements = new LinkedHashMap<>();
        add(elements, bare("id", Primitive.ID));
        add(elements, composite("extension", () -> of(ExtensionDt.class), true));
        if (definition.getImplementingClass() == ExtensionDt.class) {
            add(elements, bare("url", Primitive.URI));
        }
        if (definition instanceof RuntimeResourceDefinition) {
            add(elements, composite("meta", () -> of(MetaDt.class), false));
        }
        for (BaseRuntimeChildDefinition child : definition.getChildrenAndExtension()) {
            if (!child.getElementName().toLowerCase(Locale.ROOT).endsWith("extension")) {
                child.getValidChildNames().forEach(name -> read(child, name, elements));
            }
        }
        return new Structure(definition.getName(), elements);
    }

    /**
     * HAPI keeps a resource's meta as metadata, without extensions, and its tags as scheme, term and label; the version
     * of a tag it would write behind the label, where XML must not have it.
     */
    private static Structure meta() {
        Map<String, Element> elements = new LinkedHashMap<>();
        add(elements, bare("id", Primitive.ID));
        add(elements, bare("versionId", Primitive.ID));
        add(elements, bare("lastUpdated", Primitive.INSTANT));
        add(elements, new Element("profile", PRIMITIVE, Primitive.URI, null, true, null, true, null));
        Map<String, Element> label = new LinkedHashMap<>(of(CodingDt.class).elements);
        Map<String, Element> tag = new LinkedHashMap<>();
        label.values().stream().filter(element -> element.kind == PRIMITIVE && !element.name.equals("version"))
                .forEach(element -> add(tag, bare(element.name, element.primitive)));
        Structure security = new Structure(LABEL, label);
        Structure coding = new Structure(TAG, tag);
        add(elements, composite("security", () -> security, true));
        add(elements, composite("tag", () -> coding, true));
        return new Structure(META, elements);
    }

    private static void read(BaseRuntimeChildDefinition child, String name, Map<String, Element> elements) {
        BaseRuntimeElementDefinition<?> type = child.getChildByName(name);
        if (type == null || !isFhirs(child, name, type)) {
            return;
        }
        boolean many = child.getMax() != 1;
        String choice = child instanceof RuntimeChildChoiceDefinition ? child.getElementName() : null;
        switch (type.getChildType()) {
            case ID_DATATYPE, PRIMITIVE_DATATYPE -> add(elements, primitive(name, type, child));
            case COMPOSITE_DATATYPE,
                    RESOURCE_BLOCK -> add(elements, new Element(name, COMPOSITE, null, () -> of(type), many,
                    choice, false, null));
            case PRIMITIVE_XHTML -> add(elements, new Element(name, XHTML, null, null, false, null, true, null));
            case CONTAINED_RESOURCES -> add(elements, new Element(name, CONTAINED, null, null, true, null, true, null));
            default -> { /* a whole resource inside another, as in Bundle: nothing that a task or a token holds */ }
        }
    }

    private static boolean isFhirs(BaseRuntimeChildDefinition child, String name,
            BaseRuntimeElementDefinition<?> type) {
        String base = child.getElementName();
        if (child instanceof RuntimeChildAny) {
            return OPEN.contains(name.substring(base.length()));
        }
        return name.equals(child instanceof RuntimeChildChoiceDefinition ? base + StringUtils.capitalize(type.getName())
                : base);
    }

    /** HAPI types a reference's URL as an id, and loses its extensions; FHIR says string. */
    private static Element primitive(String name, BaseRuntimeElementDefinition<?> type,
            BaseRuntimeChildDefinition child) {
        if ("reference".equals(name)) {
            return bare(name, Primitive.STRING);
        }
        String choice = child instanceof RuntimeChildChoiceDefinition ? child.getElementName() : null;
        return new Element(name, PRIMITIVE, Primitive.valueOf(type.getName().toUpperCase(Locale.ROOT)), null,
                child.getMax() != 1, choice, false, codes(child));
    }

    private static IValueSetEnumBinder<?> codes(BaseRuntimeChildDefinition child) {
        return child.getInstanceConstructorArguments() instanceof IValueSetEnumBinder<?> binder ? binder : null;
    }

    private static Element bare(String name, Primitive type) {
        return new Element(name, PRIMITIVE, type, null, false, null, true, null);
    }

    private static Element composite(String name, Supplier<Structure> type, boolean many) {
        return new Element(name, COMPOSITE, null, type, many, null, false, null);
    }

    private static void add(Map<String, Element> elements, Element element) {
        elements.putIfAbsent(element.name, element);
    }
}
