package dev.binrun.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a scenario on the embedded server of a test, before the test.
 *
 * <pre>{@code
 * @EmbeddedNats
 * class OrderReportTest {
 *     @Test
 *     @Scenario("scenarios/three-orders.yaml")
 *     void report_threeOrders_countsThem(JetStream orders) {
 *     }
 * }
 * }</pre>
 *
 * <p>The topology and the steps of the file run after the constructor of the test class, and before its
 * {@code @BeforeEach} methods. Then all faults are undone, and the checks of the file are judged. If the scenario does
 * not pass, the test fails with the report of the scenario. If the scenario is skipped, the test is aborted.
 *
 * <p>On a class, the scenario runs before each test. If the tests share the server, the scenario runs once, before the
 * first test.
 *
 * <p>The server is the one of {@link EmbeddedNats}. A file that requires another one, such as another number of nodes,
 * is an error before any server starts.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EmbeddedNatsExtension.class)
@API(status = Status.EXPERIMENTAL)
public @interface Scenario {
    /**
     * Returns the scenario file: a path that starts at the project's folder, or {@code classpath:} and the name of a
     * resource.
     */
    String value();

    /** Returns the name of the scenario; needed only if the file has several. */
    String name() default "";

    /** Returns the name of the embedded server; needed only if the test has several. */
    String server() default "";
}
