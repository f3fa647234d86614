package dev.binrun.junit;

import dev.binrun.server.OpenServers;
import java.lang.reflect.Constructor;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * The JUnit extension behind {@link EmbeddedNats}. Use it directly if a value is not a constant:
 *
 * <pre>{@code
 * class OrderServiceTest {
 *     @RegisterExtension
 *     static final EmbeddedNatsExtension NATS =
 *             EmbeddedNatsExtension.builder().nodes(Integer.getInteger("nodes", 1)).build();
 *
 *     @Test
 *     void server_runs(Connection connection) {
 *         assertEquals(Connection.Status.CONNECTED, connection.getStatus());
 *     }
 * }
 * }</pre>
 *
 * <p>With a static field, the tests of the class share a server. With an instance field, each test has its own server,
 * which starts after the constructor.
 */
@API(status = Status.EXPERIMENTAL)
public final class EmbeddedNatsExtension
        implements TestInstancePreConstructCallback,
                TestInstancePostProcessor,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback,
                InvocationInterceptor,
                ParameterResolver {
    private final Optional<KitSettings> built;
    private final Optional<NatsScope> scope;

    /** JUnit creates the extension of the annotations. */
    EmbeddedNatsExtension() {
        this(Optional.empty(), Optional.empty());
    }

    EmbeddedNatsExtension(Optional<KitSettings> built, Optional<NatsScope> scope) {
        this.built = built;
        this.scope = scope;
    }

    /** Returns a builder of an extension with one server, which has the defaults of {@link EmbeddedNats}. */
    public static EmbeddedNatsBuilder builder() {
        return new EmbeddedNatsBuilder();
    }

    /** Returns whether this is the extension of the annotations. */
    boolean isOfAnnotations() {
        return built.isEmpty();
    }

    /** Returns the server that this extension was built for, as a field of a test class declares it. */
    Optional<KitDeclaration> declaration(Class<?> testClass, boolean ofTest, String place) {
        NatsScope byField = ofTest ? NatsScope.METHOD : NatsScope.CLASS;
        return built.map(settings -> new KitDeclaration(
                settings, scope.orElse(byField), false, testClass, ofTest, place, Optional.of(this)));
    }

    /** Returns the context of the test also for its constructor, so that the server of a method is known there. */
    @Override
    @API(status = Status.INTERNAL)
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    @API(status = Status.INTERNAL)
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        OpenServers.leave(); // this thread may run another test in between
        KitContext kit = kit(context);
        if (kit.isTest()) {
            kit.startAll();
        } else if (kit.isConstructedOnce()) {
            kit.startShared();
        } else {
            kit.begin(factory.getOuterInstance());
        }
    }

    @Override
    @API(status = Status.INTERNAL)
    public void postProcessTestInstance(Object testInstance, ExtensionContext context) {
        KitContext kit = kit(context);
        if (!kit.isTest() && !kit.isConstructedOnce()) {
            kit.end(testInstance);
        }
    }

    @Override
    @API(status = Status.INTERNAL)
    public void beforeAll(ExtensionContext context) {
        OpenServers.leave();
        KitContext kit = kit(context);
        kit.startShared();
        kit.watch();
        kit.runScenarios();
    }

    @Override
    @API(status = Status.INTERNAL)
    public void beforeEach(ExtensionContext context) {
        OpenServers.leave();
        KitContext kit = kit(context);
        kit.adopt();
        kit.startAll();
        kit.findOfContext();
        kit.watch();
        kit.runScenarios();
        kit.beginRecordings();
    }

    /** Describes the server of an application context that Spring closes after the test. */
    @Override
    @API(status = Status.INTERNAL)
    public void afterTestExecution(ExtensionContext context) {
        ended(context);
    }

    @Override
    @API(status = Status.INTERNAL)
    public void afterEach(ExtensionContext context) {
        ended(context);
    }

    @Override
    @API(status = Status.INTERNAL)
    public void afterAll(ExtensionContext context) {
        ended(context);
    }

    private void ended(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> {
            kit(context).unwatch();
            kit(context).describe(failure);
        });
    }

    /** No callback follows a constructor that fails. */
    @Override
    @API(status = Status.INTERNAL)
    public <T> T interceptTestClassConstructor(
            Invocation<T> invocation, ReflectiveInvocationContext<Constructor<T>> constructor, ExtensionContext context)
            throws Throwable {
        return described(invocation, context);
    }

    /** No callback follows a dynamic test, whose failure is not one of its factory. */
    @Override
    @API(status = Status.INTERNAL)
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        ExtensionContext ofFactory = context;
        while (ofFactory.getTestMethod().isEmpty() && ofFactory.getParent().isPresent()) {
            ofFactory = ofFactory.getParent().get();
        }
        described(invocation, ofFactory);
    }

    private <T> T described(Invocation<T> invocation, ExtensionContext context) throws Throwable {
        try {
            return invocation.proceed();
        } catch (Throwable e) {
            kit(context).describe(e);
            throw e;
        }
    }

    @Override
    @API(status = Status.INTERNAL)
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return KitParameter.of(parameter.getParameter())
                .filter(injected -> kit(context).provides(injected))
                .isPresent();
    }

    @Override
    @API(status = Status.INTERNAL)
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return kit(context).value(KitParameter.of(parameter.getParameter()).orElseThrow());
    }

    private KitContext kit(ExtensionContext context) {
        return new KitContext(this, context);
    }
}
