package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.server.GoBuild;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.ServerException;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of another nats-server version: everything is served, or the start fails with the reason. */
@Tag("slow")
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
final class OtherVersionsStoreTest {
    @TempDir
    private Path folder;

    private LiveSystem live;

    @BeforeEach
    void live() {
        live = new LiveSystem(folder.resolve("js"));
    }

    @AfterEach
    void stop() throws Exception {
        live.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.15.3", "2.14.10"})
    void storeOfANewerServer_isServed(String version) throws Exception {
        live.start(Map.of("BINRUN_NATS_SERVER", built(version).path().toString()));
        live.session("Alice", "event.a");
        live.awaitLine("session Alice subscribes to event.a");
        live.publish("event.a", "e1");
        live.publish("command.x", "c1");
        live.publish("command.none", "c2");
        LiveSystem.soon(() -> assertEquals(List.of("e1"), live.payloads("event for Alice")));
        LiveSystem.soon(() -> assertEquals(List.of("c1"), live.payloads("command for COMMAND_X")));

        live.restart();

        assertEquals(List.of(), live.warnings());
        live.publish("event.a", "e2");
        live.publish("command.x", "c3");
        live.workers("none", 1);
        LiveSystem.soon(() -> assertEquals(List.of("e2"), live.payloads("event for Alice")));
        LiveSystem.soon(() -> assertEquals(List.of("c3"), live.payloads("command for COMMAND_X")));
        LiveSystem.soon(() -> assertEquals(List.of("c2"), live.payloads("command for COMMAND_NONE")));
    }

    /** Such a server does not support mirrors of work queues; its own streams must stay. */
    @Test
    void storeOfAnOlderServer_isServed_streamsStay() throws Exception {
        NatsBinary older = built("2.12.1");
        live.onPlainServer(ServerOptions.ephemeral().withBinary(older), nc -> {
            nc.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("MINE")
                            .subjects("mine.>")
                            .storageType(StorageType.File)
                            .build());
            nc.jetStream().publish("mine.a", new byte[] {1});
        });

        live.start();

        assertEquals(1, live.stream("MINE").getStreamState().getMsgCount());
        live.publish("command.x", "c1");
        LiveSystem.soon(() -> assertEquals(List.of("c1"), live.payloads("command for COMMAND_X")));
    }

    @Test
    void streamOfANewerServer_isNamedOrServed() throws Exception {
        live.start(Map.of("BINRUN_NATS_SERVER", built("2.15.3").path().toString()));
        live.publish("command.none", "c1");
        live.stop();
        live.lines.clear();
        NatsBinary oldest = built("2.14.0");
        try {
            live.start(Map.of("BINRUN_NATS_SERVER", oldest.path().toString()));
        } catch (ServerException refused) {
            assertTrue(refused.getMessage().contains("COMMAND"), refused.getMessage());
            return;
        }
        assertEquals(1, live.stream("COMMAND").getStreamState().getMsgCount());
    }

    private static NatsBinary built(String version) throws InterruptedException {
        Optional<NatsBinary> found = GoBuild.of(version);
        assumeTrue(found.isPresent(), "needs Go to build nats-server " + version);
        return found.get();
    }
}
