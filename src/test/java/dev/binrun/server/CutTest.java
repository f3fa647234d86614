package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.network.Direction;
import dev.binrun.server.network.LinkDelay;
import io.nats.client.Subscription;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A cut between nodes is complete: neither messages nor JetStream nor addresses that nodes tell each other bypass it.
 */
@Timeout(120)
@Isolated("elections depend on the machine's load")
@Tag("slow")
class CutTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final List<String> N1 = List.of("n1");
    private static final List<String> OTHERS = List.of("n2", "n3");

    @Test
    void cut_betweenTwoNodes_holdsMessagesUntilHealed() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
                Client one = Client.connect(cluster.url("one", "n1"));
                Client two = Client.connect(cluster.url("two", "n2"))) {
            Subscription there = two.connection().subscribe("there");
            Subscription back = one.connection().subscribe("back");
            exchange(one, two, there, back);
            cluster.network().cut(N1, List.of("n2"), Direction.BOTH);
            publish(one, "there");
            publish(two, "back");
            assertNull(there.nextMessage(SILENCE));
            assertNull(back.nextMessage(SILENCE));
            cluster.network().heal();
            assertNotNull(there.nextMessage(LIMIT));
            assertNotNull(back.nextMessage(LIMIT));
        }
    }

    @Test
    void cut_oneDirection_holdsThatDirectionOnly() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
                Client one = Client.connect(cluster.url("one", "n1"));
                Client two = Client.connect(cluster.url("two", "n2"))) {
            Subscription there = two.connection().subscribe("there");
            Subscription back = one.connection().subscribe("back");
            exchange(one, two, there, back);
            cluster.network().cut(N1, List.of("n2"), Direction.FORTH);
            publish(one, "there");
            publish(two, "back");
            assertNotNull(back.nextMessage(LIMIT));
            assertNull(there.nextMessage(SILENCE));
            cluster.network().heal();
            assertNotNull(there.nextMessage(LIMIT));
        }
    }

    @Test
    void cut_nodeRestarts_holdsAndJetStreamWorksWithoutTheNode() throws Exception {
        JsonObject config = JsonParser.parseString("{debug: true}").getAsJsonObject();
        try (NatsCluster cluster = NatsCluster.start(
                        new ClusterOptions(3, true, ServerOptions.ephemeral().withConfig(config)));
                Client two = Client.connect(cluster.url("two", "n2"))) {
            two.add("ORDERS", 3);
            cluster.network().cut(N1, OTHERS, Direction.BOTH);
            cluster.node("n1").restart(LIMIT); // it serves clients, although it reaches no majority
            int lines = cluster.node("n1").log().lines().size();
            try (Client one = Client.connect(cluster.url("one", "n1"))) {
                assertThrows(Exception.class, () -> one.connection().jetStream().publish("ORDERS", new byte[0]));
            }
            Awaitility.await()
                    .atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> two.connection()
                                    .jetStream()
                                    .publish("ORDERS", new byte[0])
                                    .getSeqno()
                            > 0);
            assertFalse(
                    cluster.node("n1").log().lines().stream()
                            .skip(lines)
                            .anyMatch(line -> line.text().contains("Registering remote route")),
                    () -> cluster.node("n1").log().tail(50).toString());
            cluster.network().heal();
            cluster.awaitHealthy(LIMIT);
            try (Client one = Client.connect(cluster.url("one", "n1"))) {
                assertTrue(one.connection()
                                .jetStream()
                                .publish("ORDERS", new byte[0])
                                .getSeqno()
                        > 1);
            }
        }
    }

    @Test
    void info_ofEachNode_hasNoAddressOfOtherNodes() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            cluster.node("n3").restart(LIMIT);
            for (NatsServer node : cluster.nodes()) {
                assertFalse(firstLine(node).has("connect_urls"), () -> node.name() + " names other nodes");
            }
        }
    }

    @Test
    void delay_betweenNodes_delaysMessagesInOneDirection() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
                Client one = Client.connect(cluster.url("one", "n1"));
                Client two = Client.connect(cluster.url("two", "n2"))) {
            Subscription there = two.connection().subscribe("there");
            Subscription back = one.connection().subscribe("back");
            exchange(one, two, there, back);
            LinkDelay delay = new LinkDelay(Duration.ofMillis(150), Duration.ofMillis(50), OptionalLong.empty());
            cluster.network().delay(N1, List.of("n2"), Direction.FORTH, Optional.of(delay), 7);
            long begin = System.nanoTime();
            publish(one, "there");
            assertNotNull(there.nextMessage(LIMIT));
            long slow = (System.nanoTime() - begin) / 1_000_000;
            begin = System.nanoTime();
            publish(two, "back");
            assertNotNull(back.nextMessage(LIMIT));
            long fast = (System.nanoTime() - begin) / 1_000_000;
            assertTrue(slow >= 150 && fast < 150, slow + "ms there, " + fast + "ms back");
            assertTrue(cluster.health().values().stream().allMatch(Optional::isEmpty));
        }
    }

    /** Once both clients have received a message, each node knows the subscriptions of the other node's client. */
    private static void exchange(Client one, Client two, Subscription there, Subscription back) throws Exception {
        Awaitility.await().atMost(LIMIT).until(() -> {
            publish(one, "there");
            return there.nextMessage(SILENCE) != null;
        });
        Awaitility.await().atMost(LIMIT).until(() -> {
            publish(two, "back");
            return back.nextMessage(SILENCE) != null;
        });
        while (there.nextMessage(Duration.ofMillis(50)) != null || back.nextMessage(Duration.ofMillis(50)) != null) {
            // skip messages that were published twice
        }
    }

    private static void publish(Client client, String subject) throws Exception {
        client.connection().publish(subject, new byte[0]);
        client.connection().flush(LIMIT);
    }

    private static JsonObject firstLine(NatsServer node) throws Exception {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), node.port());
                BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
            return JsonParser.parseString(lines.readLine().substring("INFO ".length()))
                    .getAsJsonObject();
        }
    }
}
