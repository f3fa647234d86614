package dev.binrun.junit;

import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A framework that runs an application for the tests of a class, which is known by its JUnit extension. */
enum KitFramework {
    /** Spring keeps an application context for all classes with equal configurations. */
    SPRING("org.springframework.test.context.junit.jupiter.SpringExtension"),

    /** Micronaut starts an application context for each class. */
    MICRONAUT("io.micronaut.test.extensions.junit5.MicronautJunit5Extension"),

    /** Quarkus starts an application for all classes that it can, before the kit is called. */
    QUARKUS("io.quarkus.test.junit.QuarkusTestExtension");

    private final String extension;

    KitFramework(String extension) {
        this.extension = extension;
    }

    /** Returns the framework of a test class or of its enclosing classes, and loads no class of a framework. */
    static Optional<KitFramework> of(Class<?> testClass) {
        return KitDeclarations.withOuterClasses(testClass).stream()
                .flatMap(type -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
                .flatMap(extended -> Stream.of(extended.value()))
                .flatMap(
                        used -> Arrays.stream(values()).filter(framework -> framework.extension.equals(used.getName())))
                .findFirst();
    }

    /** Returns the problem of a server whose URL the application would have too late; empty if there is none. */
    Optional<String> problem(KitDeclaration declaration) {
        return declaration.settings().properties().stream()
                .findFirst()
                .filter(property -> this == QUARKUS || declaration.ofTest())
                .map(property -> "the application starts before this server, so the property " + property
                        + " would have no effect; "
                        + (this == QUARKUS
                                ? "write @QuarkusTestResource(EmbeddedNatsResource.class) in its place"
                                : "annotate the class in place of the test"));
    }

    /** Returns the server that the application context of a test owns, and creates the context if it is new. */
    KitServer server(ExtensionContext context, KitDeclaration declaration) {
        return ServiceLoader.load(ApplicationContexts.class, ApplicationContexts.class.getClassLoader())
                .findFirst()
                .orElseThrow()
                .server(context, declaration.name())
                .server();
    }
}
