package dev.binrun.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.ServerOptions;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TargetTest {
    @Test
    void target_ofOneCuttableNode_describesIt() {
        try (Target target =
                NatsCluster.start(new ClusterOptions(1, true, ServerOptions.ephemeral(), name -> line -> {}))) {
            String node = target.logs().keySet().iterator().next();
            assertEquals(Set.of(node), target.logs().keySet());
            assertFalse(target.logs().get(node).lines().isEmpty());
            assertEquals(List.of(target.url("ann", node)), target.urls("ann"));
            assertNotEquals(
                    target.directUrls(), target.urls("ann"), "a fault can cut the client, but not the direct URL");
            assertTrue(target.version().matches("\\d+\\.\\d+\\.\\d+.*"), target.version());
            assertFalse(target.isCluster());
            assertEquals(Optional.empty(), target.unavailableNodes());
            assertFalse(target.hasConsumer("ORDERS", "worker"));
            assertTrue(Files.isDirectory(target.folder()));
            target.awaitHealthy(Duration.ofSeconds(20));
        }
    }

    @Test
    void faults_ofAPausedNode_areReportedAndUndone() {
        try (Target target =
                NatsCluster.start(new ClusterOptions(1, false, ServerOptions.ephemeral(), name -> line -> {}))) {
            Faults faults = target.faults().orElseThrow();
            assertFalse(faults.hasFaults());
            String node = faults.nodes().get(0).name();
            faults.node(node).pause();
            assertTrue(faults.hasFaults());
            assertEquals(Optional.of(node + " is paused"), target.unavailableNodes());
            assertEquals(List.of(), faults.undoFaults(Duration.ofSeconds(20)));
            assertEquals(Optional.empty(), target.unavailableNodes());
        }
    }
}
