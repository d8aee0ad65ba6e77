package taskgateway.fhir.strict;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.api.IResource;
import ca.uhn.fhir.model.dstu2.resource.Device;
import ca.uhn.fhir.model.dstu2.resource.Order;
import ca.uhn.fhir.model.dstu2.resource.Organization;
import ca.uhn.fhir.model.dstu2.resource.Patient;
import ca.uhn.fhir.model.dstu2.resource.Person;
import ca.uhn.fhir.model.dstu2.resource.Practitioner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import taskgateway.fhir.Format;
import taskgateway.fhir.strict.Structure.Element;
import taskgateway.fhir.strict.Structure.ElementKind;

/**
 * What is accepted is kept: every element that the model knows, alone, with an extension, twice where it may repeat, is
 * read from JSON, written as JSON and as XML, and read again. This is how it was found what HAPI's DSTU2 model loses.
 */
class EveryElementTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final int DEEP = 4;

    @TestFactory
    Stream<DynamicTest> everyElementThatIsAcceptedIsKept() {
        return Stream.of(Order.class, Patient.class, Practitioner.class, Organization.class, Person.class, Device.class)
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> keeps(type)));
    }

    private static <T extends IResource> void keeps(Class<T> type) {
        String name = type.getSimpleName();
        ResourceReader<T> reader = new ResourceReader<>(type);
        List<String> lost = new ArrayList<>();
        List<ObjectNode> samples = samples(Structure.ofResource(name), DEEP, true);
        for (ObjectNode sample : samples) {
            ObjectNode resource = NODES.objectNode().put("resourceType", name);
            resource.setAll(sample);
            lost.addAll(lost(reader, resource));
        }
        assertThat(lost).isEmpty();
        assertThat(samples.size()).isGreaterThan(100);
    }

    @Test
    void everyTypeOfExtensionIsKept() {
        ResourceReader<Order> reader = new ResourceReader<>(Order.class);
        Structure extension = Structure.ofResource("Order").elements().get("extension").structure().get();
        List<ObjectNode> values =
                samples(extension, 2, false).stream().filter(sample -> !sample.has("extension")).toList();
        List<String> lost = new ArrayList<>();
        for (ObjectNode value : values) {
            ObjectNode resource = NODES.objectNode().put("resourceType", "Order");
            resource.putArray("extension").add(value.put("url", "http://example.org/e"));
            lost.addAll(lost(reader, resource));
        }
        assertThat(lost).isEmpty();
        assertThat(values.stream().flatMap(value -> value.properties().stream()).map(java.util.Map.Entry::getKey))
                .contains("valueReference", "valueQuantity", "valueTiming", "valueId", "valueDecimal");
    }

    @Test
    void everyElementOfAContainedBasicIsKept() {
        ResourceReader<Order> reader = new ResourceReader<>(Order.class);
        List<String> lost = new ArrayList<>();
        for (ObjectNode sample : samples(Structure.ofResource("Basic"), 2, true)) {
            ObjectNode order = NODES.objectNode().put("resourceType", "Order");
            order.putArray("contained").addObject().put("resourceType", "Basic").put("id", "b").setAll(sample);
            order.putArray("detail").addObject().put("reference", "#b");
            lost.addAll(lost(reader, order));
            order.remove("detail");
            lost.addAll(lost(reader, order));
        }
        assertThat(lost).isEmpty();
    }

    private static <T extends IResource> List<String> lost(ResourceReader<T> reader, ObjectNode resource) {
        Parsed<T> first = reader.read(resource);
        if (!first.findings().isEmpty()) {
            return List.of("refused " + resource + " " + first.findings());
        }
        List<String> lost = new ArrayList<>();
        for (Format format : Format.values()) {
            String encoded = format.encode(first.resource());
            Parsed<T> second = reader.read(encoded.getBytes(java.nio.charset.StandardCharsets.UTF_8), format);
            JsonNode again = second.resource() == null ? null : json(second.resource());
            if (!resource.equals(json(first.resource())) || !resource.equals(again) || !second.findings().isEmpty()) {
                lost.add(format + " " + resource + " became " + encoded + " " + second.findings());
            }
        }
        return lost;
    }

    private static JsonNode json(IResource resource) {
        return JsonTree.read(Format.JSON.encode(resource), new BodyFaults());
    }

    /** Objects with one element each, in each of its forms. */
    private static List<ObjectNode> samples(Structure type, int depth, boolean resource) {
        List<ObjectNode> samples = new ArrayList<>();
        for (Element element : type.elements().values()) {
            if (element.kind() == ElementKind.CONTAINED || element.isAttribute()) {
                continue;
            }
            if (element.kind() == ElementKind.PRIMITIVE) {
                primitive(element).forEach(samples::add);
            } else if (element.kind() == ElementKind.XHTML) {
                samples.add(NODES.objectNode().put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">a<br/>b</div>"));
            } else if (element.name().equals("extension")) {
                samples.add(NODES.objectNode()
                        .set("extension", NODES.arrayNode().add(extension("a")).add(extension("b"))));
                samples.add(NODES.objectNode().set("extension", NODES.arrayNode().add(nested())));
            } else if (depth > 0) {
                for (ObjectNode inner : samples(element.structure().get(), depth - 1, false)) {
                    ObjectNode whole = NODES.objectNode();
                    JsonNode value = element.structure().get().isNarrative() && !inner.has("div")
                            ? inner.deepCopy().put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>")
                            : inner;
                    whole.set(element.name(), element.many() ? NODES.arrayNode().add(value) : value);
                    if (!element.structure().get().isTag() || inner.has("system") || inner.has("code")) {
                        samples.add(whole);
                    }
                }
            }
        }
        if (!resource && type.elements().containsKey("id") && !type.losesId()) {
            samples.add(samples.get(0).deepCopy().put("id", "e1"));
        }
        return samples;
    }

    private static Stream<ObjectNode> primitive(Element element) {
        JsonNode value = value(element);
        if (element.bare()) {
            return Stream.of(NODES.objectNode()
                    .set(element.name(), element.many() ? NODES.arrayNode().add(value) : value));
        }
        ObjectNode companion = NODES.objectNode().set("extension", NODES.arrayNode().add(extension("p")));
        if (!element.many()) {
            return Stream.of(NODES.objectNode().set(element.name(), value),
                    NODES.<ObjectNode>objectNode().<ObjectNode>set(element.name(), value)
                            .set("_" + element.name(), companion),
                    NODES.<ObjectNode>objectNode().set("_" + element.name(), companion));
        }
        ArrayNode values = NODES.arrayNode().add(value).addNull().add(value);
        ArrayNode companions = NODES.arrayNode().addNull().add(companion).addNull();
        return Stream.of(NODES.objectNode().set(element.name(), NODES.arrayNode().add(value).add(value)),
                NODES.<ObjectNode>objectNode().<ObjectNode>set(element.name(), values)
                        .set("_" + element.name(), companions));
    }

    private static JsonNode value(Element element) {
        if (element.codes() != null) {
            return NODES.textNode(code(element));
        }
        return switch (element.primitive()) {
            case BOOLEAN -> NODES.booleanNode(false);
            case INTEGER -> NODES.numberNode(-5);
            case UNSIGNEDINT -> NODES.numberNode(0);
            case POSITIVEINT -> NODES.numberNode(7);
            case DECIMAL -> NODES.numberNode(new java.math.BigDecimal("1.500"));
            case BASE64BINARY -> NODES.textNode("QUJD");
            case DATE -> NODES.textNode("2018-02");
            case DATETIME -> NODES.textNode("2018-02-14T10:00:00.5+01:00");
            case INSTANT -> NODES.textNode("2018-02-14T10:00:00.123Z");
            case TIME -> NODES.textNode("10:00:00");
            case OID -> NODES.textNode("urn:oid:1.2.3");
            case URI -> NODES.textNode("http://example.org/a?b=c&d#e");
            case CODE -> NODES.textNode("a code");
            case ID -> NODES.textNode("a-1.B");
            case STRING, MARKDOWN -> NODES.textNode(element.name().equals("reference") ? "Patient/1"
                    : " leading, \"quotes\", <tags> & line\nbreaks\tand \uD83D\uDE00 ");
        };
    }

    private static String code(Element element) {
        return Stream.of("generated", "usual", "male", "phone", "home", "postal", "replace", "available", "level1", "s",
                "AC", "<")
                .filter(code -> element.codes().fromCodeString(code) != null).findFirst()
                .orElseThrow(() -> new IllegalStateException("a code for " + element.name()));
    }

    private static ObjectNode extension(String value) {
        return NODES.objectNode().put("url", "http://example.org/extension").put("valueString", value);
    }

    private static ObjectNode nested() {
        return NODES.objectNode().put("url", "http://example.org/outer")
                .set("extension", NODES.arrayNode().add(extension("inner")));
    }
}
