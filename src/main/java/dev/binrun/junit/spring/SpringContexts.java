package dev.binrun.junit.spring;

import dev.binrun.junit.ApplicationContexts;
import dev.binrun.junit.FrameworkServer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** The application contexts of Spring's tests. The kit creates it. */
@API(status = Status.INTERNAL)
public final class SpringContexts implements ApplicationContexts {
    @Override
    public FrameworkServer server(ExtensionContext context, String name) {
        return SpringExtension.getApplicationContext(context)
                .getBean(NatsContextCustomizer.bean(name), FrameworkServer.class);
    }
}
