package taskgateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.api.Test;
import taskgateway.rules.Layer;

@AnalyzeClasses(packages = "taskgateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Path CHECK = Path.of("src/main/java/taskgateway/check");

    /** Comments and texts, in which words stand that declare nothing. */
    private static final Pattern CODE_OF_NO_TYPE =
            Pattern.compile("(?s)/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(\\\\.|[^\"\\\\\n])*\"|//[^\n]*");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?<indent> *)(?<modifiers>(?:[a-z-]+ )*)(?:class|record|interface|enum) "
                    + "(?<name>[A-Z]\\w*)");
    private static final Pattern SET_BY_ROUTE = Pattern.compile("(?:variableReceive:|setVariable:\\s+name:) (\\w+)");
    private static final Pattern SET_BY_BEAN = Pattern.compile("setVariable\\(\"(\\w+)\"");
    private static final Pattern READ_BY_BEAN = Pattern.compile("@Variable\\(\"(\\w+)\"\\)");
    private static final Pattern VALUE = Pattern.compile("(?m)^(?<indent> *)(?:- )?set\\w+:\\n"
            + "(?:\\k<indent> +.*\\n)*?\\k<indent> +simple:\\n *expression: (?<text>.*)$");
    private static final Pattern BEAN = Pattern.compile("(?:uri: bean:|ref: )(\\w+)");

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ON_EACH_OTHER_IN_ONE_DIRECTION =
            slices().matching("taskgateway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule RULES_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that().resideInAnyPackage("taskgateway.rules..", "taskgateway.token..")
            .should().dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.sql..", "javax.sql..", "jakarta.jms..",
                    "java.nio.file..", "org.apache.camel..", "io.vertx..");

    @ArchTest
    static final ArchRule ONLY_TRANSPORTS_KNOW_THEIR_LIBRARIES = noClasses()
            .that().resideOutsideOfPackages("taskgateway", "taskgateway.receive..", "taskgateway.broker..",
                    "taskgateway.deliver..", "taskgateway.retry..", "taskgateway.command.send..")
            .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "jakarta.jms..", "org.apache.activemq..",
                    "org.apache.http..");

    /** It has more faces than one. */
    @ArchTest
    static final ArchRule THE_DESK_KNOWS_NO_FACE_OF_IT = noClasses()
            .that().resideInAPackage("taskgateway.desk..")
            .should().dependOnClassesThat().resideInAnyPackage("picocli..", "taskgateway.command..")
            .orShould().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule COMMANDS_HOLD_NO_SQL = noClasses()
            .that().resideInAPackage("taskgateway.command..")
            .should().dependOnClassesThat().resideInAnyPackage("taskgateway.store.journal..")
            .orShould().dependOnClassesThat().areAssignableTo(java.sql.Connection.class)
            .orShould().dependOnClassesThat().areAssignableTo(java.sql.Statement.class);

    /** What advisories and attacks begin with: see SECURITY.md. */
    @ArchTest
    static final ArchRule NOTHING_TRANSFORMS_DESERIALISES_EVALUATES_OR_RUNS_WHAT_IT_WAS_SENT = noClasses()
            .should().dependOnClassesThat()
            .resideInAnyPackage("javax.xml.transform..", "javax.xml.xpath..", "net.sf.saxon..",
            "javax.script..", "javax.naming.directory..", "javax.naming.spi..",
                    "org.springframework.expression..", "org.hl7.fhir.utilities..", "org.apache.camel.language..",
                    "java.rmi..")
            .orShould().dependOnClassesThat().areAssignableTo(java.io.ObjectInputStream.class)
            .orShould().dependOnClassesThat().areAssignableTo(javax.naming.Context.class)
            .orShould().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
            .orShould().callMethod(Runtime.class, "exec", String.class);

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_SIMULATOR = noClasses()
            .that().resideOutsideOfPackages("taskgateway", "taskgateway.demo..")
            .should().dependOnClassesThat().resideInAPackage("taskgateway.demo..");

    /**
     * Whoever opens a class by its simple name opens the only one. Nested classes that nobody meets outside their file,
     * those of tests and private ones, may share a name with each other alone.
     */
    @Test
    void everySimpleNameIsThatOfOneClass() throws IOException {
        Map<String, List<String>> seen = new TreeMap<>();
        Map<String, List<String>> hidden = new TreeMap<>();
        for (Path source : sources(Path.of("src"))) {
            Matcher type = TYPE.matcher(CODE_OF_NO_TYPE.matcher(Files.readString(source)).replaceAll(""));
            while (type.find()) {
                boolean nested = !type.group("indent").isEmpty();
                boolean inside = nested
                        && (!source.startsWith("src/main") || type.group("modifiers").contains("private"));
                (inside ? hidden : seen).computeIfAbsent(type.group("name"), name -> new ArrayList<>())
                        .add(source.toString());
            }
        }
        hidden.forEach((name, sources) -> seen.computeIfPresent(name, (same, others) -> {
            others.addAll(sources);
            return others;
        }));
        assertThat(seen).hasSizeGreaterThan(400);
        seen.values().removeIf(where -> where.size() == 1);
        assertThat(seen).isEmpty();
    }

    /** Whoever reads the page of the package reads the layers of the specification in their order (section 6). */
    @Test
    void everyLayerOfTheSpecificationIsOneClassOfCheck() throws IOException {
        String page = Files.readString(CHECK.resolve("package-info.java"));
        List<String> layers = Pattern.compile("<li>\\{@link taskgateway\\.check\\.(\\w+)}").matcher(page).results()
                .map(item -> item.group(1)).toList();

        assertThat(layers).hasSize(Arrays.stream(Layer.values()).mapToInt(layer -> layer.number().orElse(0)).max()
                .orElseThrow());
        for (int i = 0; i < layers.size(); i++) {
            assertThat(Files.readString(CHECK.resolve(layers.get(i) + ".java"))).contains("Layer " + (i + 1) + ": ")
                    .contains("public final class " + layers.get(i));
        }
        try (Stream<Path> classes = Files.list(CHECK)) {
            assertThat(classes.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Layer.java")))
                    .hasSameSizeAs(layers);
        }
    }

    /** Whoever follows a route by the name of a bean lands in its class. */
    @Test
    void everyBeanThatARouteCallsIsNamedAsItsClass() throws IOException {
        Set<String> types = new TreeSet<>();
        for (Path source : sources(Path.of("src/main/java"))) {
            Matcher type = TYPE.matcher(Files.readString(source));
            while (type.find()) {
                types.add(type.group("name"));
            }
        }
        Set<String> beans = new TreeSet<>();
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path route : routes.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                BEAN.matcher(Files.readString(route)).results()
                        .forEach(bean -> beans.add(StringUtils.capitalize(bean.group(1))));
            }
        }
        assertThat(beans).hasSizeGreaterThan(40);
        assertThat(types).containsAll(beans);
    }

    /** In a value Camel takes a comparison for text, and text for true. */
    @Test
    void noValueOfARouteIsAComparison() throws IOException {
        String wrong = "- setProperty:\n    name: x\n    expression:\n      simple:\n        expression: ${x} == 1\n";
        assertThat(VALUE.matcher(wrong).find()).isTrue();
        List<String> values = new ArrayList<>();
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path route : routes.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                VALUE.matcher(Files.readString(route)).results().forEach(value -> values.add(value.group(2)));
            }
        }
        assertThat(values).noneMatch(text -> text.matches(".*(==|!=|<|>|&&|\\|\\|| (in|is|not) ).*"));
    }

    /** A stage that reads what nobody has set gets null, and goes on. */
    @Test
    void everyVariableThatABeanReadsIsSetByARouteOrByAWayIn() throws IOException {
        Set<String> set = new TreeSet<>(Set.of("incomingBody"));
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path route : routes.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                SET_BY_ROUTE.matcher(Files.readString(route)).results().forEach(name -> set.add(name.group(1)));
            }
        }
        Set<String> read = new TreeSet<>();
        for (Path source : sources(Path.of("src/main/java"))) {
            String text = Files.readString(source);
            SET_BY_BEAN.matcher(text).results().forEach(name -> set.add(name.group(1)));
            READ_BY_BEAN.matcher(text).results().forEach(name -> read.add(name.group(1)));
        }
        assertThat(read).hasSizeGreaterThan(10);
        assertThat(set).containsAll(read);
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java")
                    && !file.startsWith("src/test/hapi-2018")).toList();
        }
    }
}
