package taskgateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "taskgateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ON_EACH_OTHER_IN_ONE_DIRECTION =
            slices().matching("taskgateway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule RULES_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that().resideInAnyPackage("taskgateway.rules..", "taskgateway.token..")
            .should().dependOnClassesThat().resideInAnyPackage("java.net.http..", "java.sql..", "javax.sql..", "jakarta.jms..",
                    "java.nio.file..", "org.apache.camel..", "io.vertx..");

    @ArchTest
    static final ArchRule ONLY_TRANSPORTS_KNOW_THEIR_LIBRARIES = noClasses()
            .that().resideOutsideOfPackages("taskgateway", "taskgateway.receive..", "taskgateway.broker..", "taskgateway.deliver..",
                    "taskgateway.retry..", "taskgateway.command.send..")
            .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "jakarta.jms..", "org.apache.activemq..",
                    "org.apache.http..");

    /** What advisories and attacks begin with: see SECURITY.md. */
    @ArchTest
    static final ArchRule NOTHING_TRANSFORMS_DESERIALISES_EVALUATES_OR_RUNS_WHAT_IT_WAS_SENT = noClasses()
            .should().dependOnClassesThat().resideInAnyPackage("javax.xml.transform..", "javax.xml.xpath..", "net.sf.saxon..",
            "javax.script..", "javax.naming.directory..", "javax.naming.spi..",
                    "org.springframework.expression..", "org.hl7.fhir.utilities..", "org.apache.camel.language..", "java.rmi..")
            .orShould().dependOnClassesThat().areAssignableTo(java.io.ObjectInputStream.class)
            .orShould().dependOnClassesThat().areAssignableTo(javax.naming.Context.class)
            .orShould().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
            .orShould().callMethod(Runtime.class, "exec", String.class);

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_SIMULATOR = noClasses()
            .that().resideOutsideOfPackages("taskgateway", "taskgateway.demo..")
            .should().dependOnClassesThat().resideInAPackage("taskgateway.demo..");
}
