package dev.binrun.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The application contexts of a framework, in which the kit finds the servers of its tests. */
@API(status = Status.INTERNAL)
public interface ApplicationContexts {
    /** Returns the server with a name in the application context of a test or a test class. */
    FrameworkServer server(ExtensionContext context, String name);
}
