package dev.binrun.junit.spring;

import dev.binrun.junit.FrameworkDeclaration;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/** Gives the application context of a test class the servers that the class declares. Spring creates it. */
@API(status = Status.INTERNAL)
public final class NatsContextCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        Set<FrameworkDeclaration> servers = FrameworkDeclaration.ofContext(testClass);
        return servers.isEmpty() ? null : new NatsContextCustomizer(servers);
    }
}
