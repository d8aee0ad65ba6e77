package taskgateway.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgateway.fhir.Format;

/** A definition that can't be compiled stops the start, in one line that says which and why. */
class CompilerTest {

    private static final String ORDER = "gpconnect-task-order-1.xml";
    private static final String OUTCOME = "gpconnect-operationoutcome-1.xml";
    private static final String TYPES = "gpconnect-task-type-1.xml";

    @TempDir
    private Path directory;

    @BeforeEach
    void copyTheDefinitions() throws IOException {
        try (var files = Files.list(Snapshots.DIRECTORY)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<slicing><rules value='open'/></slicing>                  | slicing",
        "<name value='slice'/>                                     | a name",
        "<nameReference value='other'/>                            | nameReference",
        "<patternString value='a'/>                                | pattern[x]",
        "<maxLength value='5'/>                                    | maxLength",
        "<minValueDate value='2014-01-01'/>                        | minValue[x]",
        "<maxValueDate value='2014-01-01'/>                        | maxValue[x]",
        "<defaultValueString value='a'/>                           | defaultValue[x]",
        "<fixedPeriod><start value='2014'/></fixedPeriod>          | a fixed value of type Period",
        "<fixedString value='2014'/>                               | a fixed value of another type than dateTime",
        "<constraint><key value='abc-1'/><severity value='error'/><human value='a'/><xpath value='b'/></constraint> |"
        + " abc-1",
        "<binding><strength value='required'/></binding>           | a required binding on dateTime",
    })
    void stopsAtUnknownConstruct(String construct, String named) throws IOException {
        in(ORDER, "<path value=\"Order.date\"/>", "<path value=\"Order.date\"/>" + construct);
        stops(ORDER, "Order.date", named);
    }

    @Test
    void stopsAtUnknownInvariantOfTheResource() throws IOException {
        in(ORDER, "<key value=\"dom-3\"/>", "<key value=\"dom-1\"/>");
        stops(ORDER, "Order", "dom-1");
    }

    @Test
    void stopsAtExtensionOfAnElement() throws IOException {
        in(ORDER, "<element>\n      <path value=\"Order.date\"/>",
                "<element>\n      <extension url=\"urn:a\"><valueString "
                + "value=\"b\"/></extension><path value=\"Order.date\"/>");
        stops(ORDER, "Order.date", "an extension");
    }

    @Test
    void stopsAtSlices() throws IOException {
        in(ORDER, "<path value=\"Order.target\"/>", "<path value=\"Order.source\"/>");
        stops(ORDER, "Order.source", "twice");
    }

    @Test
    void stopsAtElementThatFhirDoesNotHave() throws IOException {
        in(ORDER, "<path value=\"Order.target\"/>", "<path value=\"Order.priority\"/>");
        stops(ORDER, "Order.priority", "no element of FHIR");
    }

    @Test
    void stopsWhenAnInheritedElementIsMissing() throws IOException {
        String text = Files.readString(directory.resolve(ORDER));
        int at = text.indexOf("<path value=\"Order.text\"/>");
        in(ORDER, text.substring(text.lastIndexOf("<element>", at), text.indexOf("</element>", at) + 10), "");
        stops(ORDER, "Order.text", "is missing");
    }

    @Test
    void stopsAtElementOutOfReach() throws IOException {
        in(ORDER, "<path value=\"Order.implicitRules\"/>", "<path value=\"Order.meta.profile\"/>");
        stops(ORDER, "Order.meta.profile", "out of the compiler's reach");
    }

    @Test
    void stopsWhenTheTypeIsNotFhirs() throws IOException {
        // as the published profile has it
        String code = "<path value=\"OperationOutcome.issue.code\"/>";
        String text = Files.readString(directory.resolve(OUTCOME));
        int at = text.indexOf("<code value=\"code\"/>", text.indexOf(code));
        Files.writeString(directory.resolve(OUTCOME), text.substring(0, at) + "<code value=\"CodeableConcept\"/>"
                + text.substring(at + "<code value=\"code\"/>".length()));
        stops(OUTCOME, "OperationOutcome.issue.code", "CodeableConcept");
    }

    @Test
    void stopsAtAProfileThatIsNotDefined() throws IOException {
        in(ORDER, "http://hl7.org/fhir/StructureDefinition/Patient",
                "http://fhir.nhs.net/StructureDefinition/gpconnect-patient-1");
        stops(ORDER, "Order.subject", "http://fhir.nhs.net/StructureDefinition/gpconnect-patient-1");
    }

    @Test
    void stopsAtAProfileOnAnotherTypeThanReference() throws IOException {
        // as the published profile has it
        String text = Files.readString(directory.resolve(ORDER));
        int at = text.indexOf("<code value=\"CodeableConcept\"/>", text.indexOf("Order.reason[x]"));
        Files.writeString(directory.resolve(ORDER), text.substring(0, at) + "<code value=\"CodeableConcept\"/><profile "
                + "value=\"http://fhir.nhs.net/ValueSet/gpconnect-task-type-1\"/>" + text.substring(at + 31));
        stops(ORDER, "Order.reason[x]", "a profile");
    }

    @Test
    void stopsAtAggregationInABundle() throws IOException {
        in(ORDER, "<aggregation value=\"contained\"/>", "<aggregation value=\"bundled\"/>");
        stops(ORDER, "Order.detail", "bundled");
    }

    @Test
    void stopsAtAValueSetThatIsNotDefined() throws IOException {
        Files.delete(directory.resolve(TYPES));
        stops(ORDER, "Order.reason[x]", "http://fhir.nhs.net/ValueSet/gpconnect-task-type-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<compose><import value='urn:a'/></compose>                                            | import",
        "<compose><include><system value='urn:a'/></include></compose>                         | does not list its"
        + " codes",
    })
    void stopsAtUnknownConstructOfAValueSet(String construct, String named) throws IOException {
        in(TYPES, "</ValueSet>", construct + "</ValueSet>");
        stops(TYPES, "ValueSet", named);
    }

    @Test
    void stopsAtUnknownElement() throws IOException {
        in(TYPES, "</ValueSet>", "<colour value=\"red\"/></ValueSet>");
        stops(TYPES, "not valid FHIR DSTU2", "colour");
    }

    @Test
    void stopsAtIdThatIsNotTheUrls() throws IOException {
        in(TYPES, "<id value=\"gpconnect-task-type-1\"/>", "<id value=\"task-type\"/>");
        stops(TYPES, "id", "url");
    }

    @Test
    void stopsAtADefinitionThatIsThereTwice() throws IOException {
        Files.copy(directory.resolve(TYPES), directory.resolve("zz.xml"));
        stops("zz.xml", "", "another file");
    }

    @Test
    void stopsAtAnotherFile() throws IOException {
        Files.writeString(directory.resolve("README.md"), "# Profiles");
        stops("README.md", "", ".xml");
    }

    @Test
    void stopsWithoutTheDirectory() {
        assertThatThrownBy(() -> Profiles.load(directory.resolve("none"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
    }

    @Test
    void readsJsonToo() throws IOException {
        String json = Format.JSON.encode(Format.XML.parser()
                .parseResource(Files.readString(directory.resolve(TYPES))));
        Files.delete(directory.resolve(TYPES));
        Files.writeString(directory.resolve("task-type.json"), json);
        assertThat(Profiles.load(directory).definition("ValueSet", "gpconnect-task-type-1")).isPresent();
    }

    private void in(String file, String from, String to) throws IOException {
        String text = Files.readString(directory.resolve(file));
        int at = text.indexOf(from);
        assertThat(at).as(from).isNotNegative();
        Files.writeString(directory.resolve(file), text.substring(0, at) + to + text.substring(at + from.length()));
    }

    private void stops(String file, String element, String named) {
        assertThatThrownBy(() -> Profiles.load(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file)
                .hasMessageContaining(element)
                .hasMessageContaining(named)
                .message().doesNotContain("\n");
    }
}
