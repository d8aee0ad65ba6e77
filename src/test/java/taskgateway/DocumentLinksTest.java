package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import taskgateway.rules.Rule;

/** What the documents refer to is there: files, headings, sections of the specification, and numbers in the code. */
class DocumentLinksTest {

    private static final Path SPECIFICATION = Path.of("docs/specification.md");
    private static final Path OPERATING = Path.of("docs/operating.md");
    private static final Pattern GAUGE = Pattern.compile("Gauge\\.builder\\(\"(taskgateway\\.[\\w.]+)\"");
    private static final Pattern CLASS = Pattern.compile("`(?:[a-z]+/)*([A-Z][a-z]\\w*)(?:\\.\\w+)?`");
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]\\[]*]\\(([^()\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#+) (.*)$");
    private static final Pattern CITED = Pattern.compile(
            "(?i)(RFC \\d+, )?\\bsections? (\\d{1,2}(?!\\d)(?:(?:,| and| to|, and) \\d{1,2}(?!\\d))*)(?![.\\d])");

    static Stream<Path> pages() throws IOException {
        Stream<Path> here = Files.list(Path.of("")).filter(file -> file.toString().endsWith(".md"));
        return Stream.concat(here, Stream.of("docs", "config", "src").map(Path::of).flatMap(in -> files(in, ".md")));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) {
        assertThat(LINK.matcher(CODE.matcher(read(page)).replaceAll("`")).results().map(link -> link.group(1)))
                .filteredOn(link -> !link.matches("https?:.*"))
                .allSatisfy(link -> {
                    Path file = link.startsWith("#") ? page
                            : page.resolveSibling(link.replaceFirst("#.*", "")).normalize();
                    assertThat(file).as(link).exists();
                    if (link.contains("#")) {
                        assertThat(anchors(file)).as(link).contains(link.replaceFirst(".*#", ""));
                    }
                });
    }

    @Test
    void everySectionThatIsCitedIsInTheSpecification() {
        Set<String> sections = HEADING.matcher(read(SPECIFICATION)).results().map(heading -> heading.group(2))
                .filter(title -> title.matches("\\d+\\. .*")).map(title -> title.replaceFirst("\\..*", ""))
                .collect(Collectors.toSet());
        Set<String> cited = new TreeSet<>();
        Arrays.stream(Rule.values()).forEach(rule -> cited.addAll(List.of(rule.clause().split(", "))));
        for (String folder : List.of("src/main", "src/test/java", "routes", "docs", "config")) {
            try (Stream<Path> files = files(Path.of(folder), ".java", ".yaml", ".sql", ".md", ".properties")) {
                files.flatMap(file -> cited(file).stream()).forEach(cited::add);
            }
        }
        assertThat(cited).hasSizeGreaterThan(10).isSubsetOf(sections);
    }

    /** Sections of another text, such as an RFC's, have a dot or name that text. */
    private static Set<String> cited(Path file) {
        String text = read(file).replaceAll("\\s*\n\\s*(\\*|//|#|--)?\\s*", " ");
        Set<String> sections = new HashSet<>();
        CITED.matcher(text).results().filter(place -> place.group(1) == null)
                .forEach(place -> sections.addAll(List.of(place.group(2).split("\\D+"))));
        return sections;
    }

    static Stream<Path> pagesForDevelopers() {
        return Stream.concat(Stream.of("CONTRIBUTING.md", "docs/architecture.md").map(Path::of),
                files(Path.of("docs/decisions"), ".md"));
    }

    static Stream<Path> decisions() {
        return files(Path.of("docs/decisions"), ".md").filter(file -> !file.endsWith("README.md"));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void everyDecisionIsListedAndHasItsPrice(Path page) {
        assertThat(read(page)).matches("(?s)# [1-9]\\d*\\. .*\\*\\*Status:\\*\\* .*## Context\n.*## Decision\n.*"
                + "## Consequences\n.*\\*\\*Price\\.\\*\\* .*");
        assertThat(read(page.resolveSibling("README.md"))).contains("](" + page.getFileName() + ")");
    }

    /** A class that has got another name gets it in the documents too. */
    @ParameterizedTest
    @MethodSource("pagesForDevelopers")
    void everyClassThatAPageNamesIsThere(Path page) {
        Set<String> classes = files(Path.of("src"), ".java")
                .map(file -> file.getFileName().toString().replace(".java", "")).collect(Collectors.toSet());
        assertThat(CLASS.matcher(read(page)).results().map(named -> named.group(1))).isSubsetOf(classes);
    }

    /**
     * A number that is no setting's default, and what the log says, are those of the code, wherever they stand there.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "docs/guarantees.md ~ silent for 15 s ~ DEAD_AFTER = Duration.ofSeconds(15)",
        "docs/guarantees.md ~ longer than 15 s ~ DEAD_AFTER = Duration.ofSeconds(15)",
        "docs/decisions/0011-exactly-once-by-receipts.md ~ longer than 15 s ~ DEAD_AFTER = Duration.ofSeconds(15)",
        "docs/decisions/0016-head-before-body.md ~ first 16 KiB of each ~ OWN = 16 * 1024;",
        "docs/guarantees.md ~ every two seconds that it lives ~ BEAT = Duration.ofSeconds(2)",
        "docs/guarantees.md ~ fails five times is answered 500 ~ DELIVERIES = 5;",
        "docs/guarantees.md ~ within 30 seconds ~ PROMISED = Duration.ofSeconds(30)",
        "docs/sending.md ~ 1, 2, 4 … 60 seconds ~ LONGEST = Duration.ofSeconds(60)",
        "docs/sending.md ~ 64 levels of JSON or XML ~ DEEPEST = 64;",
        "docs/sending.md ~ of at most 1,000 characters ~ {0,998}",
        "docs/sending.md ~ up to four bodies ~ BODIES_THROWN_AWAY = 4;",
        "docs/sending.md ~ with the provider for a second ~ PATIENCE = Duration.ofSeconds(1)",
        "docs/operating.md ~ at least 32 times `gateway.http.body-limit` ~ BODIES_OF_HEAP = 32;",
        "docs/operating.md ~ When 1,000 ~ MOST_REFUSALS = 1000;",
        "docs/operating.md ~ within a minute ~ WINDOW_SECONDS = 60;",
        "docs/operating.md ~ first 16 KiB of each ~ OWN = 16 * 1024;",
        "docs/operating.md ~ for more than two seconds ~ GRACE = Duration.ofSeconds(2)",
        "docs/operating.md ~ at most 120 columns ~ WIDEST = 120;",
        "docs/operating.md ~ | 78 | another gateway ~ NAME_LOST = 78;",
        "docs/operating.md ~ | 70 | the embedded database ~ STORE_LOST = 70;",
        "docs/operating.md ~ The time limit is 60 s ~ (default: 60; 3600 for retention, audit, dead replay",
        "docs/operating.md ~ Below seven days it asks ~ It asks where an age is below seven days.",
        "README.md ~ 512 MB ~ LEAST = \"-Xmx512m\";",
        "docs/operating.md ~ 512 MB (`-Xmx512m`) ~ LEAST = \"-Xmx512m\";",
        "docs/operating.md ~ `task-gateway cannot start: … ~ \"task-gateway cannot start: \"",
        "docs/operating.md ~ `The database does not answer.` ~ \"The database does not answer.\"",
        "docs/operating.md ~ `The disk of the database is full` ~ \"The disk of the database is full\"",
        "docs/operating.md ~ `The broker does not answer` ~ \"The broker does not answer: ",
        "docs/operating.md ~ `It waits for an operator` ~ . It waits for an operator\"",
        "docs/operating.md ~ `Connections are closed without an answer` ~ \"Connections are closed without an answer: ",
        "docs/operating.md ~ 250 callers ~ ATTACKERS = 250;",
        "docs/operating.md ~ for `send` 30 s ~ names = \"--timeout\", defaultValue = \"30\"",
        "docs/guarantees.md ~ exits with 143 ~ ENDED_BY_SIGTERM = 143;",
        "docs/tls.md ~ TLS 1.2 and 1.3 ~ VERSIONS = List.of(\"TLSv1.3\", \"TLSv1.2\")",
        "docs/sending.md ~ | GPC001 | 200000000359 | ~ asid: \"200000000359\"",
        "docs/sending.md ~ | A20047 | 918999198993 | ~ asid: \"918999198993\"",
        "docs/sending.md ~ | B82617 | 918999198994 | ~ asid: \"918999198994\"",
        "docs/sending.md ~ | C83615 | 918999198995 | ~ asid: \"918999198995\"",
        "docs/specification.md ~ exactly `iat` + 300 ~ LIFETIME = 300;"})
    void saysWhatTheCodeSays(Path page, String words, String code) {
        assertThat(read(page).replaceAll("\\s+", " ")).contains(words);
        assertThat(sources().map(DocumentLinksTest::read)).as("%s, of which %s speaks", code, page)
                .anyMatch(text -> text.contains(code));
    }

    /** This file names all of it. */
    private static Stream<Path> sources() {
        return Stream.concat(files(Path.of("src"), ".java"), files(Path.of("config"), ".yaml"))
                .filter(file -> !file.endsWith("DocumentLinksTest.java"));
    }

    @Test
    void everyPackageStandsInTheArchitecture() {
        assertThat(files(Path.of("src/main/java/taskgateway"), ".java")
                .map(file -> Path.of("src/main/java/taskgateway").relativize(file).getParent()).filter(Objects::nonNull)
                .map(folder -> "`" + folder.toString().replace('\\', '/') + "`").distinct())
                .isNotEmpty().allSatisfy(row -> assertThat(read(Path.of("docs/architecture.md"))).contains(row));
    }

    @Test
    void theOperatorIsToldOfEveryMetric() {
        try (Stream<Path> sources = files(Path.of("src/main/java"), ".java")) {
            assertThat(sources.flatMap(file -> GAUGE.matcher(read(file)).results())
                    .map(gauge -> gauge.group(1).replace('.', '_')))
                    .isNotEmpty().allSatisfy(name -> assertThat(read(OPERATING)).contains("| `" + name));
        }
    }

    @Test
    void theOperatorIsToldOfEveryCommand() {
        assertThat(Gateway.operator().getSubcommands().keySet()).isNotEmpty()
                .allSatisfy(name -> assertThat(read(OPERATING)).containsPattern("(?m)^\\| `" + name + "[ `]"));
    }

    private static Set<String> anchors(Path page) {
        return HEADING.matcher(read(page).replaceAll("(?ms)^```.*?^```", "")).results()
                .map(heading -> heading.group(2).toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Stream<Path> files(Path folder, String... endings) {
        try {
            return Files.walk(folder).filter(file -> Arrays.stream(endings).anyMatch(file.toString()::endsWith));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
