package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.rules.Rule;

/** What the files say of each other: settings, routes, code and documents agree. */
class DocumentationTest {

    private static final Path SETTINGS = Path.of("config/application.properties");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");

    @Test
    void thePageOfSettingsNamesEachWithItsEnvironmentVariableAndItsDefault() throws IOException {
        String page = Files.readString(Path.of("docs/settings.md"));
        Properties values = properties();
        assertThat(settings()).allSatisfy(key -> assertThat(page).contains("| `" + key + "` | `"
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_') + "` | "
                + shown(values.getProperty(key)) + "|"));
    }

    /** A default as the page shows it: nothing where it is empty, and of a JDBC URL no more than the file. */
    private static String shown(String value) {
        String resolved = PLACEHOLDER.matcher(value).replaceAll(key -> properties().getProperty(key.group(1)));
        return resolved.isEmpty() ? "" : "`" + resolved.replaceFirst("(?<=^jdbc:h2:[^;]{0,100};).*", "…") + "` ";
    }

    @Test
    void thePageOfSettingsNamesNoneThatIsNone() throws IOException {
        Matcher row = Pattern.compile("(?m)^\\| `((?:gateway|simulator)\\.[\\w.-]+)` \\|")
                .matcher(Files.readString(Path.of("docs/settings.md")));
        assertThat(row.results().map(result -> result.group(1)).toList()).isNotEmpty().isSubsetOf(settings());
    }

    @Test
    void everySettingHasACommentAboveIt() throws IOException {
        List<String> lines = Files.readAllLines(SETTINGS);
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith("gateway.") || lines.get(i).startsWith("simulator.")) {
                assertThat(lines.get(i - 1)).as(lines.get(i)).matches("#.*|(gateway|simulator)\\..*");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void sendersAreToldTheStatusAndCodeOfEveryRule(Rule rule) throws IOException {
        assertThat(Files.readString(Path.of("docs/sending.md"))).containsPattern(row(rule));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void theSpecificationHasTheStatusCodeAndIssueOfEveryRule(Rule rule) throws IOException {
        assertThat(Files.readString(Path.of("docs/specification.md")))
                .containsPattern(row(rule) + " " + Pattern.quote(rule.issueType()) + " \\|");
    }

    private static String row(Rule rule) {
        String code = rule.code() == null ? "*(none)*" : rule.code().name();
        return "(?m)^\\| [\\d, ]*" + rule.status() + "[\\d, ]* \\| " + Pattern.quote(code) + " \\|";
    }

    static Stream<Path> routeFiles() throws IOException {
        return Files.walk(Path.of("routes")).filter(file -> file.toString().endsWith(".camel.yaml"));
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void everyRouteHasAnIdADescriptionAndNoErrorHandlerOfItsOwn(Path file) throws IOException {
        for (JsonNode entry : new YAMLMapper().readTree(file.toFile())) {
            JsonNode named = entry.elements().next();
            JsonNode route = entry.has("routeTemplate") ? named.get("route") : named;
            assertThat(named.path("id").asText()).matches("[a-z][a-z0-9-]+");
            assertThat(named.path("description").asText()).hasSizeGreaterThan(20);
            assertThat(route.path("errorHandler").has("noErrorHandler")).as("a failure is never swallowed by a default")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void everyPlaceholderOfARouteIsASetting(Path file) throws IOException {
        List<String> template = List.of("ods", "address", "lane");
        assertThat(PLACEHOLDER.matcher(Files.readString(file)).results().map(result -> result.group(1)).toList())
                .allMatch(key -> template.contains(key) || settings().contains(key));
    }

    /** A page that names a test that is not there would prove nothing. */
    @ParameterizedTest
    @CsvSource({"SECURITY.md, 50", "docs/interoperability.md, 20", "docs/guarantees.md, 30", "docs/operating.md, 0",
        "docs/architecture.md, 0", "CONTRIBUTING.md, 5"})
    void everyTestThatAPageNamesIsThere(Path page, int least) throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        Matcher named = Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+))?`").matcher(Files.readString(page));
        assertThat(named.results().toList()).hasSizeGreaterThan(least)
                .allSatisfy(name -> assertThat(tests.getOrDefault(name.group(1), ""))
                .as(name.group()).contains(name.group(2) == null ? "@" : "void " + name.group(2) + "("));
    }

    private static TreeSet<String> settings() {
        TreeSet<String> keys = new TreeSet<>(properties().stringPropertyNames());
        keys.removeIf(key -> key.startsWith("camel."));
        return keys;
    }

    private static Properties properties() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(SETTINGS)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
