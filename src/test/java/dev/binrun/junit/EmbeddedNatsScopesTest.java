package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.NatsServer;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tests share an embedded server, and when it ends. Each test runs its sample class in an engine of its own. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class EmbeddedNatsScopesTest {

    /** The servers that the tests of a sample had, in order. */
    private static final class Seen {
        private final Collection<NatsServer> servers = new ConcurrentLinkedQueue<>();

        void add(NatsServer server) {
            assertTrue(server.isAlive(), "the server runs");
            servers.add(server);
        }

        void assertServers(int uses, int different) {
            assertEquals(uses, servers.size(), "uses of servers");
            assertEquals(different, Set.copyOf(servers).size(), "different servers");
            assertAllEnded();
        }

        void assertAllEnded() {
            servers.forEach(server -> assertFalse(server.isAlive(), "the server has ended"));
        }
    }

    @Test
    void method_eachTestHasItsServer_fromTheConstructorToItsEnd() {
        KitRun.of(PerMethod.class).passes(2);
        PerMethod.SEEN.assertServers(2, 2);
    }

    @EmbeddedNats
    static class PerMethod {
        static final Seen SEEN = new Seen();
        final NatsServer constructed;
        final Connection connection;

        PerMethod(NatsServer server, Connection connection) {
            SEEN.assertAllEnded();
            constructed = server;
            this.connection = connection;
            assertEquals(Connection.Status.CONNECTED, connection.getStatus());
        }

        @BeforeEach
        void sameServer(NatsServer server, Connection connection) {
            assertSame(constructed, server);
            assertSame(this.connection, connection);
        }

        @Test
        void one(NatsServer server) {
            assertSame(constructed, server);
            SEEN.add(server);
        }

        @Test
        void two(NatsServer server) {
            assertSame(constructed, server);
            SEEN.add(server);
        }
    }

    @Test
    void class_testsAndNestedClassesShareTheServer() {
        KitRun.of(PerClass.class).passes(3);
        PerClass.SEEN.assertServers(5, 1);
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class PerClass {
        static final Seen SEEN = new Seen();
        static Connection ofClass;

        @BeforeAll
        static void beforeAll(NatsServer server, Connection connection) {
            SEEN.add(server);
            ofClass = connection;
        }

        @AfterAll
        static void afterAll(NatsServer server, Connection connection) {
            SEEN.add(server);
            assertSame(ofClass, connection);
        }

        @Test
        void one(NatsServer server, Connection connection) {
            SEEN.add(server);
            assertNotSame(ofClass, connection);
        }

        @Test
        void two(NatsServer server) {
            SEEN.add(server);
        }

        @Nested
        class Inner {
            @Test
            void three(NatsServer server) {
                SEEN.add(server);
            }
        }
    }

    @Test
    void run_classesWithTheSameAttributes_shareTheServer() {
        KitRun.of(PerRun.class, PerRunToo.class, PerRunOther.class).passes(3);
        PerRun.SEEN.assertServers(3, 2);
        List<NatsServer> servers = List.copyOf(PerRun.SEEN.servers);
        assertSame(servers.get(0), servers.get(1));
    }

    @EmbeddedNats(scope = NatsScope.RUN)
    static class PerRun {
        static final Seen SEEN = new Seen();

        @Test
        void one(NatsServer server) {
            SEEN.add(server);
        }
    }

    @EmbeddedNats(scope = NatsScope.RUN)
    static class PerRunToo {
        @Test
        void two(NatsServer server) {
            PerRun.SEEN.add(server);
        }
    }

    @EmbeddedNats(scope = NatsScope.RUN, config = "max_payload: 1KB")
    static class PerRunOther {
        @Test
        void three(NatsServer server, Connection connection) {
            assertEquals(1024, connection.getMaxPayload());
            PerRun.SEEN.add(server);
        }
    }

    @Test
    void method_oneInstanceForTheClass_eachTestHasItsServer() {
        KitRun.of(OneInstance.class).passes(2);
        OneInstance.SEEN.assertServers(2, 2);
    }

    @EmbeddedNats
    @TestInstance(Lifecycle.PER_CLASS)
    static class OneInstance {
        static final Seen SEEN = new Seen();
        NatsServer ofTest;

        @BeforeEach
        void beforeEach(NatsServer server) {
            SEEN.assertAllEnded();
            ofTest = server;
        }

        @Test
        void one(NatsServer server) {
            assertSame(ofTest, server);
            SEEN.add(server);
        }

        @Test
        void two(NatsServer server) {
            assertSame(ofTest, server);
            SEEN.add(server);
        }
    }

    @Test
    void class_oneInstanceForTheClass_constructorHasTheServer() {
        KitRun.of(OneInstanceOneServer.class).passes(2);
        OneInstanceOneServer.SEEN.assertServers(3, 1);
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    @TestInstance(Lifecycle.PER_CLASS)
    static class OneInstanceOneServer {
        static final Seen SEEN = new Seen();

        OneInstanceOneServer(NatsServer server) {
            SEEN.add(server);
        }

        @Test
        void one(NatsServer server) {
            SEEN.add(server);
        }

        @Test
        void two(NatsServer server) {
            SEEN.add(server);
        }
    }

    @Test
    void method_repetitionsAndParameters_haveServersOfTheirOwn() {
        KitRun.of(Repeated.class).passes(4);
        Repeated.SEEN.assertServers(4, 4);
    }

    @EmbeddedNats
    static class Repeated {
        static final Seen SEEN = new Seen();

        @RepeatedTest(2)
        void repeated(NatsServer server) {
            SEEN.add(server);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void parameterized(String value, NatsServer server) {
            assertEquals(1, value.length());
            SEEN.add(server);
        }
    }

    @Test
    void method_dynamicTests_shareTheServerOfTheirFactory() {
        KitRun.of(Dynamic.class).passes(3);
        Dynamic.SEEN.assertServers(3, 1);
    }

    /** The factory has returned when its dynamic tests run; its server must live as long as they do. */
    @Test
    void method_dynamicTestsInParallel_endBeforeTheServer() {
        KitRun.parallel(DynamicInParallel.class).passes(3);
        DynamicInParallel.SEEN.assertServers(3, 1);
    }

    @EmbeddedNats
    static class Dynamic {
        static final Seen SEEN = new Seen();

        @TestFactory
        Stream<DynamicTest> tests(NatsServer server, Connection connection) {
            return dynamicTests(server, connection, SEEN);
        }
    }

    @EmbeddedNats
    static class DynamicInParallel {
        static final Seen SEEN = new Seen();

        @TestFactory
        Stream<DynamicTest> tests(NatsServer server, Connection connection) {
            return dynamicTests(server, connection, SEEN);
        }
    }

    private static Stream<DynamicTest> dynamicTests(NatsServer server, Connection connection, Seen seen) {
        return Stream.of("a", "b", "c")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    assertEquals(Connection.Status.CONNECTED, connection.getStatus());
                    seen.add(server);
                }));
    }

    @Test
    void method_testsInParallel_haveServersOfTheirOwn() {
        KitRun.parallel(Parallel.class).passes(2);
        Parallel.SEEN.assertServers(2, 2);
    }

    @EmbeddedNats
    static class Parallel {
        static final Seen SEEN = new Seen();
        static final CyclicBarrier BOTH = new CyclicBarrier(2);
        final NatsServer constructed;

        Parallel(NatsServer server) {
            constructed = server;
        }

        @Test
        void one(NatsServer server) throws Exception {
            inParallel(server, SEEN, BOTH);
            assertSame(constructed, server);
        }

        @Test
        void two(NatsServer server) throws Exception {
            inParallel(server, SEEN, BOTH);
            assertSame(constructed, server);
        }
    }

    @Test
    void class_testsInParallel_shareTheServerButNoConnection() {
        KitRun.parallel(ParallelInClass.class).passes(2);
        ParallelInClass.SEEN.assertServers(2, 1);
        assertEquals(2, ParallelInClass.CONNECTIONS.size());
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class ParallelInClass {
        static final Seen SEEN = new Seen();
        static final CyclicBarrier BOTH = new CyclicBarrier(2);
        static final Set<Connection> CONNECTIONS = ConcurrentHashMap.newKeySet();

        @Test
        void one(NatsServer server, Connection connection) throws Exception {
            CONNECTIONS.add(connection);
            inParallel(server, SEEN, BOTH);
        }

        @Test
        void two(NatsServer server, Connection connection) throws Exception {
            CONNECTIONS.add(connection);
            inParallel(server, SEEN, BOTH);
        }
    }

    private static void inParallel(NatsServer server, Seen seen, CyclicBarrier both) throws Exception {
        both.await(60, TimeUnit.SECONDS);
        seen.add(server);
    }

    @Test
    void nestedClass_inheritsReplacesAndAddsServers() {
        KitRun.of(Outer.class).passes(4);
        Outer.SEEN.assertAllEnded();
    }

    @EmbeddedNats(config = "max_payload: 1KB")
    static class Outer {
        static final Seen SEEN = new Seen();

        @Test
        void outer(Connection connection) {
            assertEquals(1024, connection.getMaxPayload());
        }

        @Nested
        class Inherits {
            @Test
            void inherits(Connection connection, NatsServer server) {
                SEEN.add(server);
                assertEquals(1024, connection.getMaxPayload());
            }
        }

        @Nested
        @EmbeddedNats(config = "max_payload: 2KB")
        class Replaces {
            @Test
            void replaces(Connection connection, NatsServer server) {
                SEEN.add(server);
                assertEquals(2048, connection.getMaxPayload());
            }
        }

        @Nested
        @EmbeddedNats(name = "added", config = "max_payload: 3KB")
        class Adds {
            @Test
            void adds(Connection connection, @Nats("added") Connection added, @Nats("added") NatsServer server) {
                SEEN.add(server);
                assertEquals(1024, connection.getMaxPayload());
                assertEquals(3072, added.getMaxPayload());
            }
        }
    }

    @Test
    void method_annotated_replacesTheServerOfTheClass() {
        KitRun.of(AnnotatedMethod.class, OnlyMethod.class).passes(3);
    }

    @EmbeddedNats(config = "max_payload: 1KB")
    static class AnnotatedMethod {
        @Test
        @EmbeddedNats(config = "max_payload: 2KB")
        void replaced(Connection connection) {
            assertEquals(2048, connection.getMaxPayload());
        }

        @Test
        void ofClass(Connection connection) {
            assertEquals(1024, connection.getMaxPayload());
        }
    }

    static class OnlyMethod {
        @Test
        @EmbeddedNats(config = "max_payload: 2KB")
        void ofMethod(Connection connection) {
            assertEquals(2048, connection.getMaxPayload());
        }
    }

    @Test
    void registeredExtension_staticFieldIsPerClass_instanceFieldIsPerMethod() {
        KitRun.of(Registered.class).passes(2);
        Registered.OF_CLASS.assertServers(3, 1);
        Registered.OF_METHOD.assertServers(2, 2);
        Registered.OF_ANNOTATION.assertServers(2, 2);
    }

    @EmbeddedNats(name = "annotated")
    static class Registered {
        static final Seen OF_CLASS = new Seen();
        static final Seen OF_METHOD = new Seen();
        static final Seen OF_ANNOTATION = new Seen();

        @RegisterExtension
        static final EmbeddedNatsExtension SHARED =
                EmbeddedNatsExtension.builder().name("shared").build();

        @RegisterExtension
        final EmbeddedNatsExtension own = EmbeddedNatsExtension.builder()
                .name("own")
                .config("max_payload: 1KB")
                .build();

        @BeforeAll
        static void beforeAll(@Nats("shared") NatsServer shared) {
            OF_CLASS.add(shared);
        }

        @Test
        void one(
                @Nats("shared") NatsServer shared,
                @Nats("own") NatsServer own,
                @Nats("annotated") NatsServer annotated,
                @Nats("own") Connection connection) {
            OF_CLASS.add(shared);
            OF_METHOD.add(own);
            OF_ANNOTATION.add(annotated);
            assertEquals(1024, connection.getMaxPayload());
        }

        @Test
        void two(
                @Nats("shared") NatsServer shared,
                @Nats("own") NatsServer own,
                @Nats("annotated") NatsServer annotated) {
            OF_CLASS.add(shared);
            OF_METHOD.add(own);
            OF_ANNOTATION.add(annotated);
        }
    }

    @Test
    void registeredExtension_ofABaseClass_eachSubclassHasItsServer() {
        KitRun.of(FirstChild.class, SecondChild.class).passes(2);
        Base.SEEN.assertServers(2, 2);
    }

    abstract static class Base {
        static final Seen SEEN = new Seen();

        @RegisterExtension
        static final EmbeddedNatsExtension NATS =
                EmbeddedNatsExtension.builder().build();

        @Test
        void inherited(NatsServer server) {
            SEEN.add(server);
        }
    }

    static class FirstChild extends Base {}

    static class SecondChild extends Base {}

    @Test
    void constructor_fails_serverEnds() {
        assertEquals("planted", KitRun.of(FailingConstructor.class).failure());
        FailingConstructor.SEEN.assertServers(1, 1);
    }

    @EmbeddedNats
    static class FailingConstructor {
        static final Seen SEEN = new Seen();

        FailingConstructor(NatsServer server) {
            SEEN.add(server);
            throw new IllegalStateException("planted");
        }

        @Test
        void one() {}
    }

    @Test
    void connections_endWithTheirTest() {
        KitRun.of(Connections.class).passes(1);
        Connections.OPENED.forEach(connection -> assertEquals(Connection.Status.CLOSED, connection.getStatus()));
        assertEquals(2, Connections.OPENED.size());
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class Connections {
        static final List<Connection> OPENED = new ArrayList<>();

        @BeforeAll
        static void ofClass(Connection connection) {
            OPENED.add(connection);
        }

        @Test
        void one(Connection connection) {
            OPENED.add(connection);
        }

        @AfterAll
        static void ofTest_isClosed() {
            assertEquals(Connection.Status.CONNECTED, OPENED.get(0).getStatus());
            assertEquals(Connection.Status.CLOSED, OPENED.get(1).getStatus());
        }
    }
}
