package dev.binrun.junit.micronaut;

import dev.binrun.junit.FrameworkDeclaration;
import io.micronaut.test.support.TestPropertyProvider;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A Micronaut test whose application has the URL of its embedded server. The server starts before the application, and
 * the tests of the class share both.
 *
 * <pre>{@code
 * @MicronautTest
 * @EmbeddedNats(properties = "nats.url")
 * class OrderServiceTest implements EmbeddedNatsProperties {
 *     @Inject
 *     OrderService service;
 * }
 * }</pre>
 */
@TestInstance(Lifecycle.PER_CLASS) // Micronaut asks an instance, which starts the server
@API(status = Status.EXPERIMENTAL)
public interface EmbeddedNatsProperties extends TestPropertyProvider {
    /** Returns the properties that {@link dev.binrun.junit.EmbeddedNats#properties} names, with the server's URL. */
    @Override
    default Map<String, String> getProperties() {
        return FrameworkDeclaration.systemProperties(this);
    }
}
