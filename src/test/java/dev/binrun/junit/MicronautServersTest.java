package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.binrun.junit.micronaut.EmbeddedNatsProperties;
import dev.binrun.server.NatsServer;
import io.micronaut.test.extensions.junit5.MicronautJunit5Extension;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Embedded servers of Micronaut's applications; src/it/micronaut has a real one. */
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class MicronautServersTest {
    private static final Set<NatsServer> SEEN = ConcurrentHashMap.newKeySet();

    @Test
    void application_hasTheUrl_inEachOrderOfAnnotations() {
        for (Class<?> sample : new Class<?>[] {NatsThenMicronaut.class, MicronautThenNats.class}) {
            SEEN.clear();
            KitRun.of(sample).passes(2);

            assertEquals(1, SEEN.size(), sample::toString);
            assertFalse(SEEN.iterator().next().isAlive(), sample::toString);
            assertNull(System.getProperty("nats.url"));
        }
    }

    interface SharesServer extends EmbeddedNatsProperties {
        @Test
        default void one(NatsServer server) {
            SEEN.add(server);
            assertEquals(Map.of("nats.url", server.url()), MicronautJunit5Extension.APPLICATIONS.get(getClass()));
        }

        @Test
        default void two(NatsServer server) {
            one(server);
        }
    }

    @EmbeddedNats(properties = "nats.url")
    @ExtendWith(MicronautJunit5Extension.class)
    static class NatsThenMicronaut implements SharesServer {}

    @ExtendWith(MicronautJunit5Extension.class)
    @EmbeddedNats(properties = "nats.url")
    static class MicronautThenNats implements SharesServer {}

    @Test
    void serverOfATest_isTooLate() {
        assertEquals(
                "OfMethod.one: @EmbeddedNats: the application starts before this server, so the property nats.url would"
                        + " have no effect; annotate the class in place of the test",
                KitRun.of(OfMethod.class).failure());
    }

    @EmbeddedNats
    @ExtendWith(MicronautJunit5Extension.class)
    static class OfMethod implements EmbeddedNatsProperties {
        @Test
        @EmbeddedNats(properties = "nats.url")
        void one() {}
    }

    @Test
    void serverOfAnInstance_isTooLate() {
        assertEquals(
                "OfInstance: field nats: the property nats.url has no value when the application starts, because each"
                        + " test starts a server later; declare the server with @EmbeddedNats on the class",
                KitRun.of(OfInstance.class).failure());
    }

    @ExtendWith(MicronautJunit5Extension.class)
    static class OfInstance implements EmbeddedNatsProperties {
        @RegisterExtension
        final EmbeddedNatsExtension nats =
                EmbeddedNatsExtension.builder().properties("nats.url").build();

        @Test
        void one() {}
    }
}
