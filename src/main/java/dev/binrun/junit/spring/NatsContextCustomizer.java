package dev.binrun.junit.spring;

import dev.binrun.junit.FrameworkDeclaration;
import dev.binrun.junit.FrameworkServer;
import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Starts servers before an application context, which owns them. Contexts with equal customizers are one.
 *
 * @param servers with different names
 */
record NatsContextCustomizer(Set<FrameworkDeclaration> servers) implements ContextCustomizer {
    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        for (FrameworkDeclaration server : servers) {
            if (context.getParent() == null || !context.getParent().containsBean(bean(server.name()))) {
                start(server, context);
            }
        }
    }

    /** Returns the name of the bean that the kit finds. */
    static String bean(String server) {
        return FrameworkServer.class.getName() + "." + server;
    }

    private static void start(FrameworkDeclaration declaration, ConfigurableApplicationContext context) {
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        FrameworkServer server = declaration.start();
        String bean = bean(declaration.name());
        beans.registerSingleton(bean, server);
        beans.registerDisposableBean(bean, server::close); // the first one, so the last that is destroyed
        define(declaration.name(), NatsCluster.class, server.cluster(), beans);
        if (server.cluster().nodes().size() == 1) {
            define(
                    declaration.name(),
                    NatsServer.class,
                    server.cluster().nodes().get(0),
                    beans);
        }
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(bean, Map.copyOf(server.properties())));
    }

    /** The server without a name is injected if no qualifier chooses another one. */
    private static <T> void define(String name, Class<T> type, T value, DefaultListableBeanFactory beans) {
        RootBeanDefinition definition = new RootBeanDefinition(type, () -> value);
        definition.setDestroyMethodName(""); // the server ends later, after the beans that are connected to it
        definition.setPrimary(name.isEmpty());
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        beans.registerBeanDefinition(type.getName() + "." + name, definition);
    }
}
