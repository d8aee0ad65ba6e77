package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.annotation.Testable;
import taskgateway.testkit.Slow;

/**
 * {@code mvn test} ends within a minute or so, because every test that starts something is marked as {@link Slow}.
 * Which tests do is found by following their calls, so nobody keeps a list.
 */
@AnalyzeClasses(packages = "taskgateway")
class FastTestsTest {

    /** The methods by which libraries start what takes seconds: programs, gateways, brokers, databases and servers. */
    private static final Map<String, List<String>> STARTERS = Map.of(
            "java.lang.ProcessBuilder", List.of("start"),
            "org.apache.camel.main.MainSupport", List.of("start", "run"),
            "org.apache.activemq.broker.BrokerService", List.of("start"),
            "com.zaxxer.hikari.HikariDataSource", List.of("<init>"),
            "java.sql.DriverManager", List.of("getConnection"),
            "io.zonky.test.db.postgres.embedded.EmbeddedPostgres$Builder", List.of("start"),
            "org.apache.catalina.startup.Tomcat", List.of("start"),
            "com.unboundid.ldap.listener.InMemoryDirectoryServer", List.of("startListening"));

    @ArchTest
    static void noFastTestStartsAnything(JavaClasses classes) {
        assertThat(classes.stream().filter(FastTestsTest::isFastTest)
                .flatMap(test -> started(test).map(where -> test.getName() + ", by " + where).stream()).sorted())
                .as("tests that start something, and need @Slow").isEmpty();
    }

    /** Else the test above would have nothing to find. */
    @ArchTest
    static void whatATestStartsIsFound(JavaClasses classes) {
        assertThat(started(classes.get(LogTest.class))).as("by an extension").isPresent();
        assertThat(started(classes.get(SigtermTest.class))).as("as a process").isPresent();
        assertThat(started(classes.get(FastTestsTest.class))).isEmpty();
    }

    private static boolean isFastTest(JavaClass type) {
        return type.getAllMethods().stream().anyMatch(method -> method.isMetaAnnotatedWith(Testable.class))
                && Stream.iterate(Optional.of(type), Optional::isPresent, inner -> inner.get().getEnclosingClass())
                        .noneMatch(outer -> outer.get().isAnnotatedWith(Slow.class)
                                || outer.get().getSimpleName().endsWith("IT"));
    }

    /** The first call that starts something, of all that the test can come to. */
    private static Optional<String> started(JavaClass test) {
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        Set<JavaCodeUnit> seen = new HashSet<>();
        Stream.concat(Stream.of(test), extensions(test)).flatMap(FastTestsTest::own).forEach(open::add);
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.pop();
            for (JavaAccess<?> access : seen.add(unit) ? unit.getAccessesFromSelf() : Set.<JavaAccess<?>>of()) {
                if (starts(access)) {
                    return Optional.of(unit.getFullName());
                }
                next(access).forEach(open::add);
            }
        }
        return Optional.empty();
    }

    /** All code of a class that JUnit may run, inherited and static. */
    private static Stream<JavaCodeUnit> own(JavaClass type) {
        return type.getClassHierarchy().stream().filter(each -> each.getPackageName().startsWith("taskgateway"))
                .flatMap(each -> Stream.concat(each.getCodeUnits().stream(), each.getStaticInitializer().stream()));
    }

    private static Stream<JavaClass> extensions(JavaClass test) {
        return test.tryGetAnnotationOfType(ExtendWith.class.getName()).stream()
                .flatMap(extended -> Arrays.stream((JavaClass[]) extended.get("value").orElseThrow()));
    }

    private static boolean starts(JavaAccess<?> access) {
        return STARTERS.entrySet().stream()
                .anyMatch(starter -> starter.getValue().contains(access.getTarget().getName())
                && access.getTargetOwner().isAssignableTo(starter.getKey()));
    }

    private static Stream<JavaCodeUnit> next(JavaAccess<?> access) {
        Stream<? extends JavaCodeUnit> called = access instanceof JavaCodeUnitAccess<?> call
                ? call.getTarget().resolveMember().stream() : Stream.empty();
        return Stream.<JavaCodeUnit>concat(called, access.getTargetOwner().getStaticInitializer().stream())
                .filter(unit -> unit.getOwner().getPackageName().startsWith("taskgateway"));
    }
}
