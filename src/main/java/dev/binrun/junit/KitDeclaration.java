package dev.binrun.junit;

import java.util.Optional;

/**
 * One embedded server that a test class, method or field declares.
 *
 * @param testClass the test class that has the declaration, itself or from its superclass
 * @param scope the tests that share the server, unless an application context owns it
 * @param ofContext whether the application context of a framework owns the server
 * @param ofTest whether a method or an instance declares it, so that only its tests can use it
 * @param place the place in the sources, for messages
 * @param owner the extension that was built for it; empty for an annotation
 */
record KitDeclaration(
        KitSettings settings,
        NatsScope scope,
        boolean ofContext,
        Class<?> testClass,
        boolean ofTest,
        String place,
        Optional<EmbeddedNatsExtension> owner) {

    /** Returns whether each test has a server of its own. */
    boolean isPerTest() {
        return scope == NatsScope.METHOD && !ofContext;
    }

    String name() {
        return settings.name();
    }
}
