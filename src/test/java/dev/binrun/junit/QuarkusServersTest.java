package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.quarkus.EmbeddedNatsResource;
import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.api.StorageType;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager.TestInjector;
import io.quarkus.test.junit.QuarkusTestExtension;
import io.quarkus.value.registry.ValueRegistry;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Embedded servers of Quarkus' applications, with the calls that Quarkus makes; src/it/quarkus has a real one. */
@Timeout(120)
class QuarkusServersTest {
    private final EmbeddedNatsResource resource = new EmbeddedNatsResource();

    @AfterEach
    void stop() {
        resource.stop();
    }

    @Test
    @SuppressWarnings("try") // the close method of a connection may be interrupted
    void server_hasItsAttributes_andIsInjected_untilItIsStopped() throws Exception {
        resource.init(Map.of(
                "properties", "nats.url, other.url",
                "config", "max_payload: 2KB",
                "storage", "memory",
                "topology", "streams: [{ name: ORDERS }]"));
        Map<String, String> properties = resource.start();
        ShopTest test = new ShopTest();
        resource.inject(test);

        assertEquals(Map.of("nats.url", test.server.url(), "other.url", test.server.url()), properties);
        assertSame(test.server, test.cluster.nodes().get(0));
        try (Connection connection = io.nats.client.Nats.connect(properties.get("nats.url"))) {
            assertEquals(2048, connection.getMaxPayload());
            assertEquals(
                    StorageType.Memory,
                    connection
                            .jetStreamManagement()
                            .getStreamInfo("ORDERS")
                            .getConfiguration()
                            .getStorageType());
        }

        resource.stop();

        assertFalse(test.server.isAlive());
    }

    @Test
    void cluster_hasAllUrls_andNoSingleServer() {
        resource.init(Map.of("nodes", "3", "properties", "nats.url"));
        Map<String, String> properties = resource.start();
        ShopTest test = new ShopTest();
        resource.inject(test);

        assertEquals(3, properties.get("nats.url").split(",").length);
        assertEquals(3, test.cluster.nodes().size());
        assertEquals(null, test.server);
    }

    @Test
    void noArguments_startAServer() {
        assertEquals(Map.of(), resource.start());
    }

    @Test
    void argument_wrong_isAnErrorWithItsFix() {
        assertWrong("unknown argument \"propertis\" (did you mean 'properties'?)", Map.of("propertis", "nats.url"));
        assertWrong("nodes = \"three\" is not a number; write 1, 3 or 5", Map.of("nodes", "three"));
        assertWrong("storage = \"disk\" is unknown; write File or Memory", Map.of("storage", "disk"));
    }

    private void assertWrong(String problem, Map<String, String> arguments) {
        Exception wrong = assertThrows(IllegalArgumentException.class, () -> resource.init(arguments));
        assertEquals("EmbeddedNatsResource: " + problem, wrong.getMessage());
    }

    @Test
    void attributes_wrong_areAllNamed() {
        resource.init(Map.of("nodes", "2", "properties", "a,a"));

        Exception wrong = assertThrows(IllegalArgumentException.class, resource::start);
        assertEquals("""
                EmbeddedNatsResource: nodes = 2: a server has 1 node, a cluster has 3 or 5; write 1, 3 or 5
                EmbeddedNatsResource: properties contains "a" twice; remove one""", wrong.getMessage());
    }

    @Test
    void file_missing_isAnErrorWithItsPlace() {
        resource.init(Map.of("topology", "classpath:no/such.yaml"));

        Exception wrong = assertThrows(IllegalArgumentException.class, resource::start);
        assertTrue(
                wrong.getMessage()
                        .startsWith(
                                "EmbeddedNatsResource: topology = \"classpath:no/such.yaml\": the class path has no"),
                wrong::getMessage);
    }

    @Test
    void annotationOfTheKit_isTooLate() {
        assertEquals(
                "WithAnnotation: @EmbeddedNats: the application starts before this server, so the property nats.url would"
                        + " have no effect; write @QuarkusTestResource(EmbeddedNatsResource.class) in its place",
                KitRun.of(WithAnnotation.class).failure());
    }

    @EmbeddedNats(properties = "nats.url", scope = NatsScope.CLASS)
    @ExtendWith(QuarkusTestExtension.class)
    static class WithAnnotation {
        @Test
        void one() {}
    }

    /** A test with fields, into which it injects as Quarkus does. */
    static final class ShopTest implements TestInjector {
        NatsServer server;
        NatsCluster cluster;
        Object other;

        @Override
        public ValueRegistry valueRegistry() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void injectIntoFields(Object value, Predicate<Field> predicate) {
            for (Field field : ShopTest.class.getDeclaredFields()) {
                if (predicate.test(field)) {
                    try {
                        field.set(this, value);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }
            }
            assertEquals(null, other);
        }
    }
}
