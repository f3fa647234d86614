package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStream;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.StreamContext;
import io.nats.client.api.KeyValueConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * Errors of users, as the report shows them. The servers of most samples have a configuration that a server refuses,
 * so another message would show that a server was started first.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class EmbeddedNatsErrorsTest {
    private static final String REFUSED = "no_such_key: 1";

    @Test
    void server_refusesTheConfiguration_failsTheTest() {
        String message = KitRun.of(Refused.class).failure();
        assertTrue(message.contains("no_such_key"), message);
    }

    @EmbeddedNats(config = REFUSED)
    static class Refused {
        @Test
        void one() {}
    }

    @Test
    void attributes_wrong_areAllNamed() {
        assertEquals("""
                WrongAttributes: @EmbeddedNats: name = "a b": a name consists of letters, digits, '.', '_' and '-'
                WrongAttributes: @EmbeddedNats: nodes = 2: a server has 1 node, a cluster has 3 or 5; write 1, 3 or 5
                WrongAttributes: @EmbeddedNats: config and configFile exclude each other; move the text of config into x
                WrongAttributes: @EmbeddedNats: properties contains "p" twice; remove one
                WrongAttributes: @EmbeddedNats: properties contains a blank name; remove it""", KitRun.of(WrongAttributes.class).failure());
    }

    @EmbeddedNats(
            name = "a b",
            nodes = 2,
            config = REFUSED,
            configFile = "x",
            properties = {"p", "p", " "})
    static class WrongAttributes {
        @Test
        void one() {}
    }

    @Test
    void nodes_negative_isAnError() {
        assertEquals(
                "NegativeNodes: field NATS: nodes = -1: a server has 1 node, a cluster has 3 or 5; write 1, 3 or 5",
                KitRun.of(NegativeNodes.class).failure());
    }

    static class NegativeNodes {
        @RegisterExtension
        static final EmbeddedNatsExtension NATS =
                EmbeddedNatsExtension.builder().nodes(-1).build();

        @Test
        void one() {}
    }

    @Test
    void file_missing_isAnErrorWithItsPlace() {
        assertEquals(
                "NoFile: @EmbeddedNats: configFile = \"no/such.conf\": there is no such file or folder; the path starts at "
                        + Path.of("").toAbsolutePath() + "; write classpath: before the name of a resource",
                KitRun.of(NoFile.class).failure());
        assertEquals(
                "NoResource: @EmbeddedNats: configFile = \"classpath:no/such.conf\": the class path has no such resource;"
                        + " put it at src/test/resources/no/such.conf",
                KitRun.of(NoResource.class).failure());
    }

    @EmbeddedNats(configFile = "no/such.conf")
    static class NoFile {
        @Test
        void one() {}
    }

    @EmbeddedNats(configFile = "classpath:no/such.conf")
    static class NoResource {
        @Test
        void one() {}
    }

    @Test
    void config_wrong_isAnErrorWithItsLine() {
        assertEquals(
                "WrongConfig: @EmbeddedNats: config: line 2: expected a value, found the end of the text",
                KitRun.of(WrongConfig.class).failure());
        assertEquals(
                "ReservedConfig: @EmbeddedNats: config sets log_file: binrun reads the log to learn the port. Remove the key"
                        + " and read the log through binrun",
                KitRun.of(ReservedConfig.class).failure());
    }

    @EmbeddedNats(config = "max_payload: 1KB\nport:")
    static class WrongConfig {
        @Test
        void one() {}
    }

    @EmbeddedNats(config = REFUSED + "\nlog_file: x")
    static class ReservedConfig {
        @Test
        void one() {}
    }

    @Test
    void name_declaredTwice_isAnError() {
        assertEquals(
                "SameName: field NATS: SameName: @EmbeddedNats declares a server without a name too;"
                        + " give each a name of its own",
                KitRun.of(SameName.class).failure());
        assertEquals(
                "SameNameOfMethod.one: @EmbeddedNats: SameNameOfMethod.one: @EmbeddedNats declares a server \"a\" too;"
                        + " give each a name of its own",
                KitRun.of(SameNameOfMethod.class).failure());
    }

    @EmbeddedNats(config = REFUSED)
    static class SameName {
        @RegisterExtension
        static final EmbeddedNatsExtension NATS =
                EmbeddedNatsExtension.builder().build();

        @Test
        void one() {}
    }

    @EmbeddedNats(config = REFUSED)
    static class SameNameOfMethod {
        @Test
        @EmbeddedNats(name = "a")
        @EmbeddedNats(name = "a", nodes = 3)
        void one() {}
    }

    @Test
    void parameters_wrong_areAllNamedWithClassAndMethod() {
        assertEquals(
                List.of(
                        "WrongParameters (constructor), parameter PARAM (Connection): no server has the name \"archiv\""
                                + " (did you mean 'archive'?)",
                        "WrongParameters.badBucket, parameter PARAM (KeyValue): the name of the bucket is missing;"
                                + " write @Nats(\"prices\")",
                        "WrongParameters.badConsumer, parameter PARAM (ConsumerContext): @Nats(\"worker\") names no consumer;"
                                + " write @Nats(\"ORDERS/worker\")",
                        "WrongParameters.badServer, parameter PARAM (JetStream): no server has the name \"b\" (known: archive)",
                        "WrongParameters.badServerAttribute, parameter PARAM (JetStream): server = \"archive\" is for what a"
                                + " server contains; write @Nats(\"archive\")",
                        "WrongParameters.badType, parameter PARAM (String): @Nats cannot inject a java.lang.String; use a"
                                + " type that @EmbeddedNats lists, or remove @Nats",
                        "WrongParameters.before, parameter PARAM (ObjectStore): no server has the name \"elsewhere\""
                                + " (known: archive)"),
                KitRun.of(WrongParameters.class)
                        .failure()
                        .lines()
                        .map(line -> line.replaceAll("parameter (arg)?\\w+ ", "parameter PARAM "))
                        .sorted()
                        .toList());
    }

    @EmbeddedNats(config = REFUSED)
    @EmbeddedNats(name = "archive")
    static class WrongParameters {
        WrongParameters(@Nats("archiv") Connection connection) {}

        @BeforeEach
        void before(@Nats(value = "a", server = "elsewhere") ObjectStore store) {}

        @Test
        void badType(@Nats("a") String text) {}

        @Test
        void badServer(@Nats("b") JetStream other) {}

        @Test
        void badServerAttribute(@Nats(server = "archive") JetStream other) {}

        @Test
        void badBucket(KeyValue bucket) {}

        @Test
        void badConsumer(@Nats("worker") ConsumerContext worker) {}
    }

    @Test
    void parameter_oneOfSeveralServersWithoutAName_isAmbiguous() {
        assertEquals(
                "Ambiguous.one, parameter connection (Connection): there are several servers; choose one with"
                        + " @Nats(\"a\") or @Nats(\"b\")",
                KitRun.of(Ambiguous.class).failure());
    }

    @EmbeddedNats(name = "a", config = REFUSED)
    @EmbeddedNats(name = "b")
    static class Ambiguous {
        @Test
        void one(Connection connection) {}
    }

    @Test
    void parameter_ofAMethodForTheClass_needsAServerOfTheClass() {
        String fix = " runs once for the class, but each test has its own server (OnceForTheClass: @EmbeddedNats);"
                + " add scope = CLASS to it, or move the parameter to a test or @BeforeEach";
        assertEquals(
                List.of(
                        "OnceForTheClass.after, parameter server (NatsServer): this method" + fix,
                        "OnceForTheClass.before, parameter connection (Connection): this method" + fix),
                KitRun.of(OnceForTheClass.class).failure().lines().sorted().toList());
    }

    @EmbeddedNats(config = REFUSED)
    static class OnceForTheClass {
        @BeforeAll
        static void before(Connection connection) {}

        @AfterAll
        static void after(NatsServer server) {}

        @Test
        void one() {}
    }

    @Test
    void parameter_ofAConstructorForTheClass_needsAServerOfTheClass() {
        assertEquals(
                "OnceConstructed (constructor), parameter connection (Connection): the constructor runs once for the class"
                        + " (PER_CLASS), but each test has its own server (OnceConstructed: @EmbeddedNats); add scope = CLASS"
                        + " to it, or move the parameter to a test or @BeforeEach",
                KitRun.of(OnceConstructed.class).failure());
    }

    @EmbeddedNats(config = REFUSED)
    @TestInstance(Lifecycle.PER_CLASS)
    static class OnceConstructed {
        OnceConstructed(Connection connection) {}

        @Test
        void one() {}
    }

    @Test
    void parameter_oneServerOfACluster_isAnError() {
        assertEquals(
                "OneOfThree.one, parameter server (NatsServer): the cluster has 3 nodes; inject a NatsCluster, and choose a"
                        + " node with node(\"n1\") or leaderOf(stream)",
                KitRun.of(OneOfThree.class).failure());
    }

    @EmbeddedNats(nodes = 3, config = REFUSED)
    static class OneOfThree {
        @Test
        void one(NatsServer server, NatsCluster cluster) {}
    }

    @Test
    void scope_ofAClassOnATest_isAnError() {
        assertEquals(
                "ClassScopeOfMethod.one: @EmbeddedNats: scope = CLASS needs a declaration of the class; move it to the class"
                        + " or to a static field, or remove scope",
                KitRun.of(ClassScopeOfMethod.class).failure());
        assertEquals(
                "ClassScopeOfInstance: field nats: scope = CLASS needs a declaration of the class; move it to the class"
                        + " or to a static field, or remove scope",
                KitRun.of(ClassScopeOfInstance.class).failure());
    }

    static class ClassScopeOfMethod {
        @Test
        @EmbeddedNats(scope = NatsScope.CLASS, config = REFUSED)
        void one() {}
    }

    static class ClassScopeOfInstance {
        @RegisterExtension
        final EmbeddedNatsExtension nats = EmbeddedNatsExtension.builder()
                .scope(NatsScope.CLASS)
                .config(REFUSED)
                .build();

        @Test
        void one() {}
    }

    @Test
    void annotation_onAMethodThatIsNoTest_isAnError() {
        assertEquals(
                "NoTest.before: @EmbeddedNats is on a method that is not a test; move it to a test or to the class",
                KitRun.of(NoTest.class).failure());
    }

    @EmbeddedNats(config = REFUSED)
    static class NoTest {
        @BeforeEach
        @EmbeddedNats
        void before() {}

        @Test
        void one() {}
    }

    @Test
    void parameter_withoutAnyServer_isAnError() {
        String message = KitRun.of(NoServer.class).messages(Status.FAILED).get(0);
        assertEquals(
                "NoServer.beforeEach, parameter connection (Connection): no server is declared here; add @EmbeddedNats to"
                        + " the class",
                message);
    }

    @ExtendWith(EmbeddedNatsExtension.class)
    static class NoServer {
        @BeforeEach
        void beforeEach(Connection connection) {}

        @Test
        void one() {}
    }

    @Test
    void parameter_notOnTheServer_namesTheExistingOnes() {
        assertEquals(
                List.of(
                        "NotThere.bucket, parameter bucket (KeyValue): the server has no bucket \"price\" (did you mean"
                                + " 'prices'?); add it to the topology of @EmbeddedNats, or create it before this method",
                        "NotThere.consumer, parameter consumer (ConsumerContext): the server has no consumer \"ORDERS/worker\";"
                                + " add it to the topology of @EmbeddedNats, or create it before this method",
                        "NotThere.store, parameter store (ObjectStore): the server has no object store \"invoices\"; add it"
                                + " to the topology of @EmbeddedNats, or create it before this method",
                        "NotThere.stream, parameter stream (StreamContext): the server has no stream \"ORDERS\" (known:"
                                + " KV_prices); add it to the topology of @EmbeddedNats, or create it before this method"),
                KitRun.of(NotThere.class).messages(Status.FAILED).stream()
                        .sorted()
                        .toList());
    }

    @EmbeddedNats
    static class NotThere {
        @BeforeEach
        void create(Connection nats) throws Exception {
            nats.keyValueManagement()
                    .create(KeyValueConfiguration.builder("prices").build());
        }

        @Test
        void stream(@Nats("ORDERS") StreamContext stream) {}

        @Test
        void consumer(@Nats("ORDERS/worker") ConsumerContext consumer) {}

        @Test
        void bucket(@Nats("price") KeyValue bucket) {}

        @Test
        void store(@Nats("invoices") ObjectStore store) {}
    }

    @Test
    void parameter_serverWithUsers_refusesAConnectionWithoutCredentials() {
        String message = KitRun.of(Guarded.class).failure();
        assertTrue(
                message.startsWith("Guarded.one, parameter connection (Connection): the server at nats://127.0.0.1:"),
                message);
        assertTrue(
                message.endsWith(
                        "; if its configuration has users, inject the NatsServer and connect with credentials to"
                                + " its url()"),
                message);
    }

    @EmbeddedNats(config = "authorization { user: a, password: b }")
    static class Guarded {
        @Test
        void one(Connection connection) {}

        @Test
        @SuppressWarnings("try") // the close of a connection may be interrupted
        void two(NatsServer server) throws Exception {
            try (Connection own = io.nats.client.Nats.connect(io.nats.client.Options.builder()
                    .server(server.url())
                    .userInfo("a", "b")
                    .build())) {
                assertEquals(Connection.Status.CONNECTED, own.getStatus());
            }
        }
    }

    @Test
    void parameter_serverThatAnEarlierTestKilled_namesItsState() {
        String message = KitRun.of(Killed.class).failure();
        assertTrue(message.contains(" accepts no connection: "), message);
        assertTrue(
                message.endsWith(
                        "; n1 is stopped; start it again after the test that stopped it, or write scope = METHOD"),
                message);
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class Killed {
        @BeforeEach
        void kill(NatsServer server) {
            server.kill();
        }

        @Test
        void one(Connection connection) {}
    }

    @Test
    void properties_ofTwoServers_mustDiffer() {
        assertEquals(
                "SameProperty: @EmbeddedNats: the server \"\" sets the property p too; remove it from one of them",
                KitRun.of(SameProperty.class).failure());
    }

    @EmbeddedNats(properties = "p", config = REFUSED)
    @EmbeddedNats(name = "b", properties = "p")
    static class SameProperty {
        @Test
        void one() {}
    }

    @Test
    void properties_inParallel_areAnError() {
        String message = KitRun.parallel(ParallelProperty.class).failure();
        assertEquals(
                "ParallelProperty: @EmbeddedNats: the system property binrun.test.parallel already has the URL of another"
                        + " server (ParallelProperty: @EmbeddedNats); tests that run at the same time cannot share a property."
                        + " Add @ResourceLock(\"binrun.test.parallel\") to each of their classes, or share one server with"
                        + " scope = RUN",
                message);
        assertEquals(null, System.getProperty("binrun.test.parallel"));
    }

    @EmbeddedNats(properties = "binrun.test.parallel")
    @ExtendWith(FailureWatch.class)
    static class ParallelProperty {
        /** The test whose server has the property waits here, until the other test has failed. */
        ParallelProperty() throws Exception {
            assertTrue(FailureWatch.FAILED.await(60, TimeUnit.SECONDS));
        }

        @Test
        void one() {}

        @Test
        void two() {}
    }

    static final class FailureWatch implements TestWatcher {
        static final CountDownLatch FAILED = new CountDownLatch(1);

        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            FAILED.countDown();
        }
    }
}
