package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.StreamContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.annotation.DirtiesContext.MethodMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Embedded servers in the application contexts of Spring. */
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class SpringServersTest {
    /** The servers of the samples, by sample or test. */
    private static final Map<String, NatsServer> SEEN = new ConcurrentHashMap<>();

    /** An application whose first bean is connected to the server until it is destroyed as the last one. */
    @Configuration
    static class Shop implements DisposableBean {
        static final List<String> LOG = new ArrayList<>();

        private final Connection connection;

        Shop(@Value("${nats.url}") String url) throws IOException, InterruptedException {
            connection = io.nats.client.Nats.connect(url);
        }

        @Override
        public void destroy() throws InterruptedException {
            LOG.add("server replies: " + replies());
            connection.close();
        }

        private boolean replies() {
            try {
                return connection.RTT().toNanos() > 0;
            } catch (IOException e) {
                return false;
            }
        }
    }

    @Test
    void equalClasses_shareTheContextAndItsServer_thatEndsWithTheContext() {
        Shop.LOG.clear();
        KitRun.of(First.class, Second.class).passes(3);

        assertSame(SEEN.get("First"), SEEN.get("Second"));
        assertTrue(SEEN.get("First").isAlive());
        assertEquals(List.of(), Shop.LOG);
        assertNull(System.getProperty("nats.url"));

        KitRun.of(Last.class).passes(1);

        assertSame(SEEN.get("First"), SEEN.get("Last"));
        assertFalse(SEEN.get("First").isAlive());
        assertEquals(List.of("server replies: true"), Shop.LOG);
    }

    @EmbeddedNats(properties = "nats.url", topology = "streams: [{ name: FIRST, subjects: [first.>] }]")
    @SpringJUnitConfig(Shop.class)
    static class First {
        @Autowired
        NatsServer bean;

        @Autowired
        NatsCluster cluster;

        First(Connection connection) {
            assertEquals(Connection.Status.CONNECTED, connection.getStatus());
        }

        @BeforeAll
        static void ofClass(NatsServer server) {
            SEEN.put("First", server);
        }

        @BeforeEach
        void ofTest(NatsServer server) {
            assertSame(SEEN.get("First"), server);
        }

        @Test
        void beans_areTheServer(NatsServer server, @Autowired Shop shop, @Value("${nats.url}") String url) {
            assertSame(server, bean);
            assertEquals(List.of(server), cluster.nodes());
            assertEquals(server.url(), url);
            assertEquals(url, shop.connection.getConnectedUrl());
        }

        @Test
        void kit_injectsFromTheServer(
                JetStream orders, JetStreamManagement streams, @Nats("FIRST") StreamContext first, NatsChecks checks)
                throws Exception {
            long before = streams.getStreamInfo("FIRST").getStreamState().getMsgCount();
            orders.publish("first.new", new byte[1]);
            checks.noAckedLoss("FIRST");
            assertEquals(before + 1, first.getStreamInfo().getStreamState().getMsgCount());
        }
    }

    @EmbeddedNats(properties = "nats.url", topology = "streams: [{ name: FIRST, subjects: [first.>] }]")
    @SpringJUnitConfig(Shop.class)
    static class Second {
        @Test
        void one(NatsServer server) {
            SEEN.put("Second", server);
        }
    }

    @SpringJUnitConfig(Shop.class)
    @EmbeddedNats(properties = "nats.url", topology = "streams: [{ name: FIRST, subjects: [first.>] }]")
    @DirtiesContext
    static class Last {
        @Test
        void one(NatsServer server) {
            SEEN.put("Last", server);
        }
    }

    @Test
    void otherAttributes_areAnotherContext() {
        KitRun.of(Small.class, Large.class).passes(2);

        assertNotSame(SEEN.get("Small"), SEEN.get("Large"));
    }

    @EmbeddedNats(config = "max_payload: 2KB")
    @SpringJUnitConfig
    @DirtiesContext
    static class Small {
        @Test
        void one(NatsServer server, Connection connection) {
            SEEN.put("Small", server);
            assertEquals(2048, connection.getMaxPayload());
        }
    }

    @EmbeddedNats(config = "max_payload: 4KB")
    @SpringJUnitConfig
    @DirtiesContext
    static class Large {
        @Test
        void one(NatsServer server, Connection connection) {
            SEEN.put("Large", server);
            assertEquals(4096, connection.getMaxPayload());
        }
    }

    /** Spring closes or creates a context before or after the kit's own callbacks, by the order of the annotations. */
    @Test
    void dirtyContext_isReplacedWithItsServer_inEachOrderOfAnnotations() {
        KitRun.of(NatsThenSpring.class, SpringThenNats.class).passes(6);

        for (String sample : List.of("NatsThenSpring", "SpringThenNats")) {
            NatsServer first = SEEN.get(sample + ".a");
            NatsServer second = SEEN.get(sample + ".b");
            NatsServer third = SEEN.get(sample + ".c");
            assertNotSame(first, second, sample);
            assertNotSame(second, third, sample);
            assertFalse(first.isAlive() || second.isAlive() || third.isAlive(), sample);
        }
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    abstract static class Dirty {
        @Autowired
        ApplicationContext application;

        void see(String test, NatsServer server, Connection connection) throws Exception {
            assertEquals(server.url(), connection.getConnectedUrl());
            assertSame(server, application.getBean(NatsServer.class));
            SEEN.put(getClass().getSimpleName() + "." + test, server);
        }

        @Test
        void a(NatsServer server, Connection connection) throws Exception {
            see("a", server, connection);
        }

        @Test
        @DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
        void b(NatsServer server, Connection connection) throws Exception {
            see("b", server, connection);
        }

        @Test
        @DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
        void c(NatsServer server, Connection connection) throws Exception {
            see("c", server, connection);
        }
    }

    @EmbeddedNats
    @SpringJUnitConfig
    @DirtiesContext
    static class NatsThenSpring extends Dirty {}

    @SpringJUnitConfig
    @EmbeddedNats
    @DirtiesContext
    static class SpringThenNats extends Dirty {}

    @Test
    void nestedClass_sharesTheContext_unlessItHasAServerOfItsOwn() {
        KitRun.of(Outer.class).passes(3);

        assertSame(SEEN.get("Outer"), SEEN.get("Inner"));
        assertNotSame(SEEN.get("Outer"), SEEN.get("OtherInner"));
    }

    @OrdersTest
    static class Outer {
        @Test
        void one(NatsServer server) {
            SEEN.put("Outer", server);
        }

        @Nested
        class Inner {
            @Test
            void one(NatsServer server, @Autowired NatsServer bean) {
                assertSame(server, bean);
                SEEN.put("Inner", server);
            }
        }

        @Nested
        @EmbeddedNats(config = "max_payload: 8KB")
        class OtherInner {
            @Test
            void one(NatsServer server, Connection connection, @Autowired NatsServer bean) {
                assertSame(server, bean);
                assertEquals(8192, connection.getMaxPayload());
                SEEN.put("OtherInner", server);
            }
        }
    }

    @EmbeddedNats
    @SpringJUnitConfig
    @TestPropertySource(properties = "sample = OrdersTest")
    @Retention(RetentionPolicy.RUNTIME)
    @interface OrdersTest {}

    @Test
    void subclass_sharesTheContext() {
        KitRun.of(Sub.class, OtherSub.class).passes(2);

        assertSame(SEEN.get("Sub"), SEEN.get("OtherSub"));
    }

    @EmbeddedNats
    @SpringJUnitConfig
    @TestPropertySource(properties = "sample = Base")
    abstract static class Base {
        @Test
        void one(NatsServer server) {
            SEEN.put(getClass().getSimpleName(), server);
        }
    }

    static class Sub extends Base {}

    static class OtherSub extends Base {}

    @Test
    void severalServers_areChosenByQualifier() {
        KitRun.of(Several.class).passes(1);
    }

    @EmbeddedNats(properties = "shop.url")
    @EmbeddedNats(name = "archive", nodes = 3, properties = "archive.url")
    @EmbeddedNats(name = "audit")
    @SpringJUnitConfig
    @DirtiesContext
    static class Several {
        @Test
        void one(
                NatsServer server,
                @Nats("archive") NatsCluster archive,
                @Nats("audit") NatsServer audit,
                @Autowired NatsServer bean,
                @Autowired @Qualifier("archive") NatsCluster archiveBean,
                @Autowired @Qualifier("audit") NatsServer auditBean,
                @Value("${archive.url}") String archiveUrl,
                @Value("${shop.url}") String shopUrl) {
            assertSame(server, bean);
            assertSame(archive, archiveBean);
            assertSame(audit, auditBean);
            assertEquals(3, archive.nodes().size());
            assertEquals(3, archiveUrl.split(",").length);
            assertEquals(server.url(), shopUrl);
        }
    }

    @Test
    void hierarchy_hasOneServer() {
        KitRun.of(Hierarchy.class).passes(1);
    }

    @EmbeddedNats(properties = "nats.url")
    @SpringJUnitConfig
    @ContextHierarchy({@ContextConfiguration(classes = Shop.class), @ContextConfiguration(classes = Web.class)})
    @DirtiesContext
    static class Hierarchy {
        @Test
        void one(
                NatsServer server,
                @Autowired NatsServer bean,
                @Autowired ApplicationContext application,
                @Value("${nats.url}") String url) {
            assertSame(server, bean);
            assertSame(server, application.getParent().getBean(NatsServer.class));
            assertEquals(server.url(), url);
        }
    }

    @Configuration
    static class Web {}

    @Test
    void otherScopes_andMethods_haveServersOfTheKit() {
        KitRun.of(KitOwned.class).passes(2);

        assertFalse(SEEN.get("KitOwned").isAlive());
        assertFalse(SEEN.get("KitOwned.method").isAlive());
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    @SpringJUnitConfig
    static class KitOwned {
        @Test
        void ofClass(NatsServer server, @Autowired ApplicationContext application) {
            assertEquals(0, application.getBeanNamesForType(NatsServer.class).length);
            SEEN.put("KitOwned", server);
        }

        @Test
        @EmbeddedNats(config = "max_payload: 16KB")
        void ofMethod(NatsServer server, Connection connection) {
            assertEquals(16 * 1024, connection.getMaxPayload());
            SEEN.put("KitOwned.method", server);
        }
    }

    @Test
    void classesInParallel_shareTheContext() {
        KitRun.parallel(ParallelOne.class, ParallelTwo.class).passes(4);

        assertSame(SEEN.get("ParallelOne"), SEEN.get("ParallelTwo"));
    }

    @EmbeddedNats(properties = "nats.url")
    @SpringJUnitConfig(Shop.class)
    @TestPropertySource(properties = "sample = Parallel")
    abstract static class InParallel {
        @Test
        void one(NatsServer server, @Value("${nats.url}") String url) {
            assertEquals(server.url(), url);
            SEEN.put(getClass().getSimpleName(), server);
        }

        @Test
        void two(NatsServer server, @Value("${nats.url}") String url) {
            assertEquals(server.url(), url);
        }
    }

    static class ParallelOne extends InParallel {}

    static class ParallelTwo extends InParallel {}

    @Test
    void scenario_runsOnceForTheClass() {
        KitRun.of(WithScenario.class).passes(2);
    }

    @EmbeddedNats
    @Scenario("classpath:kit/orders.yaml")
    @SpringJUnitConfig
    @DirtiesContext
    static class WithScenario {
        @Test
        void one(JetStreamManagement streams) throws Exception {
            assertEquals(List.of("ORDERS"), streams.getStreamNames());
        }

        @Test
        void two(JetStreamManagement streams) throws Exception {
            assertEquals(List.of("ORDERS"), streams.getStreamNames());
        }
    }

    @Test
    void failedTest_reportsTheServer() {
        Throwable failure = KitRun.of(Fails.class).throwable();

        assertTrue(
                failure.getSuppressed()[0]
                        .getMessage()
                        .startsWith("state of the server when the test failed: "
                                + SEEN.get("Fails").url()),
                failure::toString);
    }

    /** Spring closes the context before the kit's last callback. */
    @EmbeddedNats
    @SpringJUnitConfig
    static class Fails {
        @Test
        @DirtiesContext
        void one(NatsServer server) {
            SEEN.put("Fails", server);
            fail("expected");
        }
    }

    @Test
    void failureAfterTheContextIsClosed_hasNoReport() {
        assertEquals(0, KitRun.of(FailsAfterwards.class).throwable().getSuppressed().length);
    }

    @EmbeddedNats
    @SpringJUnitConfig
    static class FailsAfterwards {
        @AfterEach
        void fails() {
            fail("expected");
        }

        @Test
        @DirtiesContext
        void one() {}
    }

    @Test
    void ownServerLeft_failsTheTest_andTheApplicationsConnectionDoesNot() {
        String failure = KitRun.of(Leaks.class).failure();

        assertTrue(failure.startsWith("Leaks.leaves left open:\n  server n1, pid "), failure);
        assertEquals(3, failure.lines().count(), failure);
        SEEN.remove("left").close();
    }

    @EmbeddedNats(properties = "nats.url")
    @SpringJUnitConfig(Shop.class)
    @DirtiesContext
    static class Leaks {
        @Test
        void leaves() {
            SEEN.put("left", NatsServer.start(ServerOptions.ephemeral()));
        }

        @Test
        void leavesNothing() {}
    }

    @Test
    void wrongAttribute_isReportedWithoutAContext() {
        assertEquals(
                "WrongNodes: @EmbeddedNats: nodes = 2: a server has 1 node, a cluster has 3 or 5; write 1, 3 or 5",
                KitRun.of(WrongNodes.class).failure());
        assertNull(SEEN.get("WrongNodes"));
    }

    @EmbeddedNats(nodes = 2)
    @SpringJUnitConfig
    static class WrongNodes {
        @Test
        void one(NatsCluster cluster) {
            SEEN.put("WrongNodes", cluster.node("n1"));
        }
    }

    @Test
    void propertyOfAMethod_isTooLate() {
        assertEquals(
                "OfMethod.one: @EmbeddedNats: the application starts before this server, so the property nats.url would"
                        + " have no effect; annotate the class in place of the test",
                KitRun.of(OfMethod.class).failure());
    }

    @SpringJUnitConfig
    static class OfMethod {
        @Test
        @EmbeddedNats(properties = "nats.url")
        void one() {}
    }

    @Test
    void contextThatDoesNotStart_endsItsServer() {
        KitRun.of(Broken.class).failure();

        assertFalse(SEEN.get("Broken").isAlive());
    }

    @EmbeddedNats
    @SpringJUnitConfig(BrokenShop.class)
    static class Broken {
        @Test
        void one() {}
    }

    @Configuration
    static class BrokenShop {
        BrokenShop(NatsServer server) {
            SEEN.put("Broken", server);
            throw new IllegalStateException("expected");
        }
    }

    /** Spring creates the kit's factory for each of its tests, those of JUnit 4 and TestNG too. */
    @Test
    void projectWithoutJUnitJupiter_isLeftAlone() throws Exception {
        ClassLoader loader = new WithoutJUnit(getClass().getClassLoader());
        Class<?> manager = loader.loadClass(TestContextManager.class.getName());
        Object created = manager.getConstructor(Class.class).newInstance(loader.loadClass(Plain.class.getName()));
        Object context = manager.getMethod("getTestContext").invoke(created);
        Object application = loader.loadClass(TestContext.class.getName())
                .getMethod("getApplicationContext")
                .invoke(context);

        assertNotSame(application.getClass().getClassLoader(), getClass().getClassLoader());
    }

    @ContextConfiguration(classes = Web.class)
    static class Plain {}

    /** Loads all classes again, but has none of JUnit. */
    private static final class WithoutJUnit extends ClassLoader {
        WithoutJUnit(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith("org.junit.")) {
                    throw new ClassNotFoundException(name);
                }
                boolean again = name.startsWith("dev.binrun.") || name.startsWith("org.springframework.");
                if (!again || findLoadedClass(name) != null) {
                    return super.loadClass(name, resolve);
                }
                try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                    if (in == null) {
                        throw new ClassNotFoundException(name);
                    }
                    byte[] code = in.readAllBytes();
                    return defineClass(name, code, 0, code.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    @Test
    void propertyOfTheServer_comesBeforeThoseOfTheTest() {
        KitRun.of(Overrides.class).passes(1);
    }

    @EmbeddedNats(properties = "nats.url")
    @SpringJUnitConfig(Shop.class)
    @TestPropertySource(properties = "nats.url = nats://127.0.0.1:1")
    @DirtiesContext(classMode = ClassMode.AFTER_CLASS)
    static class Overrides {
        @AfterAll
        static void serverEndsLater(NatsServer server) {
            assertTrue(server.isAlive());
        }

        @Test
        void one(NatsServer server, @Value("${nats.url}") String url) {
            assertEquals(server.url(), url);
            assertNotEquals("nats://127.0.0.1:1", url);
        }
    }
}
