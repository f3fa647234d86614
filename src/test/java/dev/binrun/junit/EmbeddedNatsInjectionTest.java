package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.StreamContext;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The values that the kit injects, and the places of its annotations. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class EmbeddedNatsInjectionTest {

    @Test
    void parameters_ofEachType_areOfTheSameServer() {
        KitRun.of(EachType.class).passes(1);
    }

    @EmbeddedNats
    static class EachType {
        @BeforeEach
        void create(Connection nats) throws Exception {
            nats.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ORDERS")
                            .subjects("orders.>")
                            .build());
            nats.jetStreamManagement()
                    .addOrUpdateConsumer(
                            "ORDERS",
                            ConsumerConfiguration.builder().durable("worker").build());
            nats.keyValueManagement()
                    .create(KeyValueConfiguration.builder("prices").build());
            nats.objectStoreManagement()
                    .create(ObjectStoreConfiguration.builder("invoices").build());
        }

        @Test
        void all(
                Connection nats,
                JetStream publisher,
                JetStreamManagement management,
                NatsServer server,
                NatsCluster cluster,
                @Nats("ORDERS") StreamContext orders,
                @Nats("ORDERS/worker") ConsumerContext worker,
                @Nats("prices") KeyValue prices,
                @Nats("invoices") ObjectStore invoices)
                throws Exception {
            assertEquals(server.url(), nats.getConnectedUrl());
            assertEquals(server, cluster.leaderOf("ORDERS"));
            publisher.publish("orders.new", "coffee".getBytes());
            assertEquals(3, management.getStreamNames().size());
            assertEquals(1, orders.getStreamInfo().getStreamState().getMsgCount());
            assertEquals("coffee", new String(worker.next().getData()));
            assertEquals(1, prices.put("coffee", "2"));
            assertEquals("invoices", invoices.getBucketName());
        }
    }

    @Test
    void parameters_withServerNames_areOfTheseServers() {
        KitRun.of(SeveralServers.class).passes(1);
    }

    @EmbeddedNats(config = "max_payload: 1KB")
    @EmbeddedNats(name = "archive", config = "max_payload: 2KB")
    static class SeveralServers {
        @BeforeEach
        void create(@Nats("archive") Connection archive) throws Exception {
            archive.keyValueManagement()
                    .create(KeyValueConfiguration.builder("prices").build());
        }

        @Test
        void both(
                Connection unnamed,
                @Nats("archive") Connection archive,
                @Nats("archive") NatsServer server,
                @Nats(value = "prices", server = "archive") KeyValue prices)
                throws Exception {
            assertEquals(1024, unnamed.getMaxPayload());
            assertEquals(2048, archive.getMaxPayload());
            assertEquals(server.url(), archive.getConnectedUrl());
            prices.put("coffee", "2");
            assertEquals(1, archive.keyValueManagement().getStatus("prices").getEntryCount());
        }
    }

    @Test
    void annotation_ofAnAnnotation_ofASuperclass_andOfAnInterface_isFound() {
        KitRun.of(Composed.class, Inherited.class, InheritsAndReplaces.class, Implements.class)
                .passes(4);
    }

    @EmbeddedNats(config = "max_payload: 1KB")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface SmallNats {}

    @SmallNats
    static class Composed {
        @Test
        void one(Connection connection) {
            assertEquals(1024, connection.getMaxPayload());
        }
    }

    @EmbeddedNats(config = "max_payload: 2KB")
    static class Super {}

    static class Inherited extends Super {
        @Test
        void one(Connection connection) {
            assertEquals(2048, connection.getMaxPayload());
        }
    }

    @EmbeddedNats(config = "max_payload: 3KB")
    static class InheritsAndReplaces extends Super {
        @Test
        void one(Connection connection) {
            assertEquals(3072, connection.getMaxPayload());
        }
    }

    @EmbeddedNats(config = "max_payload: 4KB")
    interface WithNats {}

    static class Implements implements WithNats {
        @Test
        void one(Connection connection) {
            assertEquals(4096, connection.getMaxPayload());
        }
    }

    @Test
    void parameter_withAForeignAnnotation_isLeftToOthers() {
        KitRun.of(Foreign.class).passes(1);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Mocked {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface NonNull {}

    static final class MockResolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.isAnnotated(Mocked.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return null;
        }
    }

    @EmbeddedNats
    @ExtendWith(MockResolver.class)
    static class Foreign {
        @Test
        void one(@Mocked Connection mocked, @NonNull Connection real, @TempDir java.nio.file.Path folder) {
            assertNull(mocked);
            assertEquals(Connection.Status.CONNECTED, real.getStatus());
            assertTrue(java.nio.file.Files.isDirectory(folder));
        }
    }

    @Test
    void config_fromFileClassPathAndBuilder_isTheServers() {
        KitRun.of(ConfigFile.class, ConfigResource.class, ConfigOfBuilder.class).passes(3);
    }

    @EmbeddedNats(configFile = "src/test/resources/kit/small.conf")
    static class ConfigFile {
        @Test
        void one(Connection connection) {
            assertEquals(2048, connection.getMaxPayload());
        }
    }

    @EmbeddedNats(configFile = "classpath:kit/small.conf")
    static class ConfigResource {
        @Test
        void one(Connection connection) {
            assertEquals(2048, connection.getMaxPayload());
        }
    }

    static class ConfigOfBuilder {
        @RegisterExtension
        static final EmbeddedNatsExtension NATS = EmbeddedNatsExtension.builder()
                .configFile("classpath:kit/small.conf")
                .scope(NatsScope.METHOD)
                .build();

        @Test
        void one(Connection connection) {
            assertEquals(2048, connection.getMaxPayload());
        }
    }

    @Test
    void properties_haveTheUrl_andTheirEarlierValueAfterwards() {
        System.setProperty("binrun.test.earlier", "before");
        KitRun.of(Properties.class).passes(2);
        assertEquals("before", System.getProperty("binrun.test.earlier"));
        assertNull(System.getProperty("binrun.test.url"));
    }

    @EmbeddedNats(properties = {"binrun.test.url", "binrun.test.earlier"})
    static class Properties {
        private final String constructed = System.getProperty("binrun.test.url");

        @Test
        void ofClass(NatsServer server) {
            assertEquals(server.url(), constructed);
            assertEquals(server.url(), System.getProperty("binrun.test.earlier"));
        }

        @Test
        @EmbeddedNats(nodes = 1, config = "max_payload: 1KB", properties = "binrun.test.url")
        void ofMethod(NatsServer server) {
            assertEquals(server.url(), System.getProperty("binrun.test.url"));
        }
    }

    @Test
    void properties_ofAClass_areReplacedForAMethod() {
        KitRun.of(PropertiesOfClass.class).passes(2);
        assertNull(System.getProperty("binrun.test.replaced"));
    }

    @EmbeddedNats(scope = NatsScope.CLASS, properties = "binrun.test.replaced")
    static class PropertiesOfClass {
        @Test
        @EmbeddedNats(name = "other", properties = "binrun.test.replaced2")
        void others(NatsServer server, @Nats("other") NatsServer other) {
            assertNotEquals(server.url(), other.url());
            assertEquals(server.url(), System.getProperty("binrun.test.replaced"));
            assertEquals(other.url(), System.getProperty("binrun.test.replaced2"));
        }

        @Test
        @EmbeddedNats(config = "max_payload: 1KB", properties = "binrun.test.replaced")
        void replaced(NatsServer server) {
            assertEquals(server.url(), System.getProperty("binrun.test.replaced"));
        }
    }

    @Test
    void properties_withAResourceLock_areUsedInParallel() {
        KitRun.parallel(Locked.class).passes(3);
    }

    @EmbeddedNats(properties = "binrun.test.locked")
    @ResourceLock("binrun.test.locked")
    static class Locked {
        @Test
        void one(NatsServer server) {
            assertEquals(server.url(), System.getProperty("binrun.test.locked"));
        }

        @Test
        void two(NatsServer server) {
            assertEquals(server.url(), System.getProperty("binrun.test.locked"));
        }

        @Test
        void three(NatsServer server) {
            assertEquals(server.url(), System.getProperty("binrun.test.locked"));
        }
    }
}
