package taskgateway.command.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskgateway.command.ClientFault;
import taskgateway.fhir.Format;

class TaskFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"task", "refused-reason-and-target", "refused-unknown-patient", "refused-timed-and-empty",
        "refused-two-dates"})
    void replacesTheFirstDateOfAnExampleAndNothingElse(String name) throws IOException {
        Path file = Path.of("examples", name + ".json");
        assertThat(TaskFile.read(file).dated("2018-01-31").text())
                .isEqualTo(Files.readString(file).replaceFirst("2014-12-11", "2018-01-31"))
                .containsPattern("\"date\" ?: ?\"2018-01-31\"");
    }

    @Test
    void replacesTheDateOfAnXmlTask() throws IOException {
        Path file = Path.of("examples/task.xml");
        assertThat(TaskFile.read(file).dated("2018-01-31").text())
                .isEqualTo(Files.readString(file).replace("2014-12-11", "2018-01-31"));
    }

    /** A file as Windows writes it keeps its byte order mark, and loses nothing else. */
    @ParameterizedTest
    @EnumSource(Format.class)
    void replacesTheDateOfATaskWithAByteOrderMark(Format format) throws IOException {
        String example = Files.readString(Path.of("examples/task." + format));
        TaskFile task = TaskFile.read(Files.writeString(folder.resolve("task"), "\uFEFF" + example));

        assertThat(task.format()).isEqualTo(format);
        assertThat(task.dated("2018-01-31").text()).isEqualTo("\uFEFF" + example.replace("2014-12-11", "2018-01-31"));
        Format other = format == Format.JSON ? Format.XML : Format.JSON;
        assertThat(task.in(other).text()).contains("Mrs Jane Johnson");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"resourceType\":\"Order\"}", "{\"date\":20141211}", "{\"date\":null}",
                "{\"contained\":[{\"date\":\"2014\"}]}",
        "{\"text\":\"\\\"date\\\":\\\"2014\\\"\"}", "{broken", "", "[\"date\",\"2014\"]", "not JSON at all"
    })
    void leavesATaskWithoutADateOfItsOwnAsItIs(String json) {
        assertThat(new TaskFile(json, Format.JSON).dated("2018-01-31").text()).isEqualTo(json);
    }

    @Test
    void theExamplesInBothFormatsAreTheSameTask() {
        String fromXml = TaskFile.read(Path.of("examples/task.xml")).in(Format.JSON).text();
        String fromJson = TaskFile.read(Path.of("examples/task.json")).in(Format.XML).in(Format.JSON).text();
        // The published example leaves the div's namespace out, and what is inherited differs: the gateway mends
        // either.
        String namespace = " xmlns=.{2}http:[^\"]*\"";
        assertThat(fromXml.replaceAll(namespace, "")).isEqualTo(fromJson.replaceAll(namespace, ""));
    }

    @ParameterizedTest
    @CsvSource({"task.json, <Order/>, XML", "task.xml, {}, JSON", "task.xml, nonsense, XML",
            "task.txt, nonsense, JSON"})
    void theContentTellsTheFormatAndTheNameWhereItDoesNot(String name, String content, Format format)
    throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        assertThat(TaskFile.read(file).format()).isEqualTo(format);
    }

    @Test
    void doesNotConvertWhatWouldLoseSomethingOnTheWay() {
        TaskFile task = new TaskFile("{\"resourceType\":\"Order\",\"unknown\":1}", Format.JSON);
        assertThat(task.in(Format.JSON)).isSameAs(task);
        assertThatThrownBy(() -> task.in(Format.XML)).isInstanceOf(ClientFault.class)
                .hasMessageContaining("leave --format out");
    }
}
