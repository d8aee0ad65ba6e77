package taskgateway.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that starts a gateway, a broker, a database or another program, or takes long without. {@code mvn test} leaves
 * it out, {@code mvn verify} runs it. FastTestsTest fails where a test starts something and does not say so.
 */
@Tag("slow")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Slow {
}
