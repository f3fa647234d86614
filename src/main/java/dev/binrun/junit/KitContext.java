package dev.binrun.junit;

import dev.binrun.form.Nearest;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.TestInstances;

/**
 * The servers of one extension in one context of JUnit: of a test, or of a class.
 *
 * @param extension the extension of the annotations, or one with its own server
 */
record KitContext(EmbeddedNatsExtension extension, ExtensionContext context) {
    /** Marks a checked class or test in JUnit's store. */
    private record Checked(Class<?> testClass, Optional<Method> test, EmbeddedNatsExtension extension) {}

    /** Returns whether this is the context of a test; else it is the context of a class. */
    boolean isTest() {
        return context.getTestMethod().isPresent();
    }

    /** Returns whether the tests of the class share one instance. */
    boolean isConstructedOnce() {
        return lifecycle() == Lifecycle.PER_CLASS;
    }

    /** Checks the class, and starts the servers that its tests share. */
    void startShared() {
        check(Optional.empty());
        if (own().anyMatch(KitDeclaration::ofContext)) {
            KitStart.binary(System.getenv()); // an application context without a server would fail, not abort
        }
        own().filter(declaration -> declaration.scope() != NatsScope.METHOD).forEach(this::server);
    }

    /** Starts all servers of the test; the application context starts its own. */
    void startAll() {
        Checked ofClass = new Checked(testClass(), Optional.empty(), extension);
        if (KitStores.isAbsent(context, ofClass)) {
            check(context.getTestMethod());
        }
        own().filter(declaration -> !declaration.ofContext()).forEach(this::server);
    }

    /**
     * Runs the scenarios of {@link Scenario}. For a test, runs those of its method, and those of its class on a server
     * of its own. For a class, runs those on the servers that its tests share.
     */
    void runScenarios() {
        for (KitScenario scenario : KitScenario.of(testClass(), context.getTestMethod())) {
            server(scenario)
                    .filter(this::isOwn)
                    .filter(declaration -> runs(scenario, declaration))
                    .ifPresent(declaration -> scenario.run(server(declaration)));
        }
    }

    /** Before an instance exists, its servers are unknown; they are servers of its tests. */
    private Optional<KitDeclaration> server(KitScenario scenario) {
        try {
            return Optional.of(scenario.server(declarations()));
        } catch (IllegalArgumentException e) {
            if (isTest()) {
                throw new ExtensionConfigurationException(scenario.place() + ": " + e.getMessage(), e);
            }
            return Optional.empty();
        }
    }

    /** Returns whether a scenario runs in this context: of a test, or of the class whose tests share the server. */
    private boolean runs(KitScenario scenario, KitDeclaration server) {
        boolean perTest = scenario.method().isPresent() || server.isPerTest();
        return isTest() == perTest && (perTest || KitStores.isFirst(context, new SharedScenario(scenario, server)));
    }

    /** Marks a scenario that ran in JUnit's store. */
    private record SharedScenario(KitScenario scenario, KitDeclaration server) {}

    /** Begins to watch the connections that are not recorded, if the test has checks. */
    void beginRecordings() {
        if (isRecorded()) {
            own().forEach(declaration ->
                    resources().recording(server(declaration)).begin());
        }
    }

    private boolean isRecorded() {
        boolean ofTest = isTest() || KitStores.pending(context, extension).isPresent();
        return ofTest && KitParameter.haveChecks(testClass());
    }

    /** Starts the servers of a test whose instance is created, but has no context yet (JUnit before 5.12). */
    void begin(Optional<Object> outer) {
        KitStores.begin(context, extension, outer);
        own().filter(KitDeclaration::isPerTest).forEach(this::server);
    }

    /** Notes the instance that was created, by which its test finds the servers. */
    void end(Object instance) {
        KitStores.end(context, extension, instance);
    }

    /** Takes over the servers that started before the test had a context. */
    void adopt() {
        instances().forEach(instance -> KitStores.adopt(context, extension, instance));
        resources().closeAllBut(own().map(KitDeclaration::settings).toList());
    }

    /**
     * Returns whether this extension has the server of a parameter.
     *
     * @throws ParameterResolutionException if no extension has it
     */
    boolean provides(KitParameter parameter) {
        return isOwn(select(parameter));
    }

    /**
     * Returns the value of a parameter.
     *
     * @throws ParameterResolutionException if it does not exist, or the connection fails
     */
    Object value(KitParameter parameter) {
        KitServer server = server(select(parameter));
        KitValue kind = parameter.value().orElseThrow();
        if (kind == KitValue.CHECKS) {
            return new NatsChecks(resources().recording(server));
        }
        if (!kind.needsConnection()) {
            return kind.of(server.cluster());
        }
        Connection connection = connection(parameter, server);
        try {
            return parameter.isOnServer()
                    ? onServer(parameter, kind, connection)
                    : kind.of(connection, parameter.name());
        } catch (IOException | JetStreamApiException e) {
            throw unresolved(parameter, "the server did not describe its " + kind.word() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(parameter, e);
        }
    }

    private Connection connection(KitParameter parameter, KitServer server) {
        try {
            return resources().connection(server, isRecorded());
        } catch (IOException e) {
            String hint = server.cluster()
                    .unavailableNodes()
                    .map(nodes -> nodes + "; start it again after the test that stopped it, or write scope = METHOD")
                    .orElse(
                            "if its configuration has users, inject the NatsServer and connect with credentials to its url()");
            throw unresolved(
                    parameter,
                    "the server at " + String.join(",", server.cluster().directUrls()) + " accepts no connection: "
                            + e.getMessage() + "; " + hint,
                    e);
        } catch (InterruptedException e) {
            throw interrupted(parameter, e);
        }
    }

    private ParameterResolutionException interrupted(KitParameter parameter, InterruptedException e) {
        Thread.currentThread().interrupt();
        return unresolved(parameter, "interrupted while waiting for the server", e);
    }

    /** Returns the servers of this context that this extension started. */
    Stream<KitServer> servers() {
        return own().map(this::server);
    }

    /** Finds the servers of the application context, which exists before each test. */
    void findOfContext() {
        own().filter(KitDeclaration::ofContext).forEach(this::server);
    }

    /** Begins the search for leaks of this test or class. */
    void watch() {
        KitStores.resources(context, extension).watch(KitLeaks.begin(context));
    }

    /** Ends the search for leaks of a test or class that failed or was aborted. */
    void unwatch() {
        KitStores.resources(context, extension).unwatch();
    }

    /** Adds the state of the servers to the failure of a test or a class. */
    void describe(Throwable failure) {
        if (KitFailure.isAbort(failure)) {
            return;
        }
        String test = testClass().getSimpleName()
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        started().forEach(server -> server.failed(test));
        KitFailure.describe(failure, started());
    }

    /** Returns the servers that run; none is started. */
    private List<KitServer> started() {
        return own().flatMap(declaration -> resources(declaration).started(declaration).stream())
                .toList();
    }

    private Object onServer(KitParameter parameter, KitValue kind, Connection connection)
            throws IOException, JetStreamApiException, InterruptedException {
        List<String> existing = kind.existing(connection, parameter.name());
        if (!existing.contains(parameter.name())) {
            throw unresolved(
                    parameter,
                    "the server has no " + kind.word() + " \"" + parameter.name() + "\""
                            + Nearest.hint(parameter.name(), existing)
                            + "; add it to the topology of @EmbeddedNats, or create it before this method");
        }
        return kind.of(connection, parameter.name());
    }

    private KitDeclaration select(KitParameter parameter) {
        try {
            parameter.check();
            return declarations().select(parameter.server());
        } catch (IllegalArgumentException e) {
            throw unresolved(parameter, e.getMessage());
        }
    }

    private ParameterResolutionException unresolved(KitParameter parameter, String problem) {
        return new ParameterResolutionException(parameter.place(testClass()) + ": " + problem);
    }

    private ParameterResolutionException unresolved(KitParameter parameter, String problem, Exception cause) {
        return new ParameterResolutionException(parameter.place(testClass()) + ": " + problem, cause);
    }

    private void check(Optional<Method> test) {
        if (KitStores.isFirst(context, new Checked(testClass(), test, extension))) {
            List<Object> instances = context.getTestInstances()
                    .map(TestInstances::getAllInstances)
                    .orElse(List.of());
            new KitCheck(testClass(), lifecycle(), instances).require(test);
        }
    }

    private KitServer server(KitDeclaration declaration) {
        if (declaration.ofContext()) {
            return resources().ofContext(declaration, KitFramework.SPRING.server(context, declaration));
        }
        return start(
                resources(declaration),
                declaration,
                switch (declaration.scope()) {
                    case RUN -> "";
                    case CLASS -> ofClass(declaration).getUniqueId();
                    case METHOD -> isTest() ? context.getUniqueId() : "constructor";
                });
    }

    private KitResources resources(KitDeclaration declaration) {
        return switch (declaration.scope()) {
            case RUN -> KitStores.ofRun(context);
            case CLASS -> KitStores.resources(ofClass(declaration), extension);
            case METHOD -> resources();
        };
    }

    private ExtensionContext ofClass(KitDeclaration declaration) {
        return KitStores.ofClass(context, declaration.testClass());
    }

    private KitServer start(KitResources resources, KitDeclaration declaration, String owner) {
        return resources.server(
                declaration,
                (property, url) ->
                        KitStores.properties(context).set(property, url, owner, declaration.place(), context));
    }

    /** Returns the resources that end with this context, or with the test whose instance is being created. */
    private KitResources resources() {
        return isTest() || isConstructedOnce()
                ? KitStores.resources(context, extension)
                : KitStores.pending(context, extension).orElseGet(() -> KitStores.resources(context, extension));
    }

    private Stream<KitDeclaration> own() {
        return declarations().all().stream().filter(this::isOwn);
    }

    private KitDeclarations declarations() {
        return KitStores.declarations(context, instances());
    }

    private List<Object> instances() {
        return context.getTestInstances().map(TestInstances::getAllInstances).orElse(List.of());
    }

    private boolean isOwn(KitDeclaration declaration) {
        return declaration.owner().map(owner -> owner == extension).orElse(extension.isOfAnnotations());
    }

    private Class<?> testClass() {
        return context.getRequiredTestClass();
    }

    private Lifecycle lifecycle() {
        return context.getTestInstanceLifecycle().orElse(Lifecycle.PER_METHOD);
    }
}
