package dev.binrun.junit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** An embedded server that a framework starts. Two declarations are equal if their attributes are. */
@API(status = Status.INTERNAL)
public final class FrameworkDeclaration {
    private final KitDeclaration declaration;

    private FrameworkDeclaration(KitDeclaration declaration) {
        this.declaration = declaration;
    }

    /** Returns the servers that the application context of a test class owns. */
    public static Set<FrameworkDeclaration> ofContext(Class<?> testClass) {
        return KitDeclarations.of(testClass, Optional.empty(), List.of()).all().stream()
                .filter(KitDeclaration::ofContext)
                .map(FrameworkDeclaration::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the server that an extension was built for.
     *
     * @param source a class whose loader finds resources
     * @param place the place of the declaration, for messages
     */
    public static FrameworkDeclaration of(EmbeddedNatsExtension built, Class<?> source, String place) {
        return new FrameworkDeclaration(built.declaration(source, false, place).orElseThrow());
    }

    /**
     * Returns the system properties that the servers of a test have set, with their values.
     *
     * @throws IllegalStateException if a server of the test did not start yet
     */
    public static Map<String, String> systemProperties(Object test) {
        Map<String, String> values = new LinkedHashMap<>();
        for (KitDeclaration server : KitDeclarations.of(test.getClass(), Optional.empty(), List.of(test))
                .all()) {
            for (String property : server.settings().properties()) {
                String url = System.getProperty(property);
                if (url == null) {
                    throw new IllegalStateException(server.place() + ": the property " + property
                            + " has no value when the application starts, because each test starts a server later;"
                            + " declare the server with @EmbeddedNats on the class");
                }
                values.put(property, url);
            }
        }
        return values;
    }

    /** Returns the name by which a test chooses the server; empty for the default server. */
    public String name() {
        return declaration.name();
    }

    /**
     * Starts the server and creates its topology.
     *
     * @throws IllegalArgumentException with all problems of the attributes, before anything starts
     */
    public FrameworkServer start() {
        List<String> problems = declaration.settings().problems(declaration.testClass());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.stream()
                    .map(problem -> declaration.place() + ": " + problem)
                    .collect(Collectors.joining("\n")));
        }
        return new FrameworkServer(declaration);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FrameworkDeclaration same
                && same.declaration.settings().equals(declaration.settings());
    }

    @Override
    public int hashCode() {
        return declaration.settings().hashCode();
    }
}
