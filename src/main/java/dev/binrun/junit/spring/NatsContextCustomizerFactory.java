package dev.binrun.junit.spring;

import dev.binrun.junit.FrameworkDeclaration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/** Gives the application context of a test class the servers that the class declares. Spring creates it. */
@API(status = Status.INTERNAL)
public final class NatsContextCustomizerFactory implements ContextCustomizerFactory {
    /** Fails with an error that lets Spring skip this factory if a project has no JUnit Jupiter. */
    public NatsContextCustomizerFactory() {
        Objects.requireNonNull(ExtendWith.class);
    }

    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        Set<FrameworkDeclaration> servers = FrameworkDeclaration.ofContext(testClass);
        return servers.isEmpty() ? null : new NatsContextCustomizer(servers);
    }
}
