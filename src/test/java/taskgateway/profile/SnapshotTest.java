package taskgateway.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.model.dstu2.composite.ElementDefinitionDt;
import ca.uhn.fhir.model.dstu2.resource.StructureDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.fhir.Format;

class SnapshotTest {

    static List<Path> profiles() throws IOException {
        return Snapshots.profiles();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void snapshotIsWhatTheDifferentialMakesOfFhirsOwnDefinition(Path file) throws IOException {
        StructureDefinition profile =
                Format.XML.parser().parseResource(StructureDefinition.class, Files.readString(file));
        assertThat(text(profile.getSnapshot().getElement())).isEqualTo(text(Snapshots.snapshot(profile)));
    }

    private static List<String> text(List<ElementDefinitionDt> elements) {
        return elements.stream().map(SnapshotTest::text).toList();
    }

    private static String text(ElementDefinitionDt element) {
        StructureDefinition holder = new StructureDefinition();
        holder.getSnapshot().addElement(element);
        return Format.XML.parser().encodeResourceToString(holder);
    }
}
