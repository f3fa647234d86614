package dev.binrun.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TopologyTest {
    private final Topology topology = new Topology(StorageType.Memory, true);
    private NatsServer server;
    private Connection nc;
    private JetStreamManagement management;

    @BeforeEach
    void connect() throws Exception {
        server = NatsServer.start(ServerOptions.ephemeral());
        nc = Nats.connect(server.url());
        management = nc.jetStreamManagement();
    }

    @AfterEach
    void close() throws Exception {
        nc.close();
        server.close();
    }

    @Test
    void make_twice_createsStreamsAndBucketsOnce() throws Exception {
        topology.make(nc);
        topology.make(nc);
        assertEquals(
                List.of("COMMAND", "COMMANDX_MIRROR", "EVENT", "EVENT_MIGRATED", "KV_commands", "KV_sessions"),
                management.getStreamNames().stream().sorted().toList());
        assertEquals(5, nc.keyValue("sessions").getStatus().getMaxHistoryPerKey());
    }

    @Test
    void simulation_hasOnlyItsStreams() throws Exception {
        Topology.simulation().make(nc);
        assertEquals(
                List.of("COMMAND", "COMMANDX_MIRROR", "EVENT", "KV_sessions"),
                management.getStreamNames().stream().sorted().toList());
    }

    @Test
    void awaitMirror_commandWorkedAtOnce_isMirrored() throws Exception {
        topology.make(nc);
        Topology.awaitMirror(nc, Duration.ofSeconds(10));
        try (BusinessLogic logic = BusinessLogic.start(nc, BusinessLogicOptions.defaults(), new Recorder())) {
            nc.jetStream().publish("command.x", new byte[0]);
            Stage.soon(() -> assertEquals(
                    1,
                    management.getStreamInfo("COMMANDX_MIRROR").getStreamState().getMsgCount()));
            Stage.soon(() -> assertEquals(
                    0, management.getStreamInfo("COMMAND").getStreamState().getMsgCount()));
            assertTrue(management.getConsumerNames("COMMAND").contains(BusinessLogic.COMMAND_X), logic::toString);
        }
    }

    @Test
    void awaitMirror_mirrorDoesNotStart_isAnError() throws Exception {
        management.addStream(StreamConfiguration.builder()
                .name("COMMANDX_MIRROR")
                .subjects("x")
                .storageType(StorageType.Memory)
                .build());
        IOException late = assertThrows(IOException.class, () -> Topology.awaitMirror(nc, Duration.ofMillis(20)));
        assertEquals("COMMANDX_MIRROR did not begin to mirror COMMAND within 20 ms", late.getMessage());
    }

    @Test
    void streamWithOtherSubjects_isUpdated_andItsLimitsStay() throws Exception {
        management.addStream(StreamConfiguration.builder()
                .name("EVENT")
                .subjects("event.a", "other")
                .maxMessages(7)
                .storageType(StorageType.Memory)
                .build());
        topology.make(nc);
        StreamConfiguration event = management.getStreamInfo("EVENT").getConfiguration();
        assertEquals(List.of("event.>"), event.getSubjects());
        assertEquals(7, event.getMaxMsgs());
    }

    @Test
    void workQueueWithOtherSubjects_isUpdated_thoughItHasAWorkerAndAMirror() throws Exception {
        topology.make(nc);
        Topology.awaitMirror(nc, Duration.ofSeconds(10));
        BusinessLogic.start(nc, BusinessLogicOptions.defaults(), new Recorder()).close();
        StreamConfiguration command = management.getStreamInfo("COMMAND").getConfiguration();
        management.updateStream(
                StreamConfiguration.builder(command).subjects("command.y").build());
        topology.make(nc);
        assertEquals(
                List.of("command.>"),
                management.getStreamInfo("COMMAND").getConfiguration().getSubjects());
    }

    @Test
    void bucketWithAShorterHistory_isUpdated() throws Exception {
        nc.keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name("sessions")
                        .storageType(StorageType.Memory)
                        .build());
        topology.make(nc);
        assertEquals(5, nc.keyValue("sessions").getStatus().getMaxHistoryPerKey());
    }

    @Test
    void streamWithUnchangeableDifference_isAnErrorWithTheDifference() throws Exception {
        management.addStream(StreamConfiguration.builder()
                .name("COMMAND")
                .subjects("command.>")
                .storageType(StorageType.Memory)
                .build());
        TopologyException refused = assertThrows(TopologyException.class, () -> topology.make(nc));
        assertEquals(
                "the stream COMMAND has an unsuitable configuration: retention is limits, must be workqueue. The server cannot change"
                        + " it (stream configuration update can not change retention policy to/from workqueue"
                        + " [10052]); remove the stream, or choose another store",
                refused.getMessage());
    }
}
