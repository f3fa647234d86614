package io.micronaut.test.extensions.junit5;

import io.micronaut.test.support.TestPropertyProvider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has the name of Micronaut's extension, and asks a test for properties when that one would start the application. */
public final class MicronautJunit5Extension implements BeforeAllCallback {
    /** The properties of the application, by test class. */
    public static final Map<Class<?>, Map<String, String>> APPLICATIONS = new ConcurrentHashMap<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<Object> test = context.getTestInstance();
        APPLICATIONS.put(
                context.getRequiredTestClass(),
                test.filter(TestPropertyProvider.class::isInstance)
                        .map(TestPropertyProvider.class::cast)
                        .map(TestPropertyProvider::getProperties)
                        .orElse(Map.of()));
    }
}
