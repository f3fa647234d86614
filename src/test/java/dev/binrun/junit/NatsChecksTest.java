package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.Dispatcher;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamSubscription;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.StreamContext;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checks of Java tests. Each test runs its sample class in an engine of its own. */
@Timeout(120)
@SuppressWarnings("try") // close may be interrupted
class NatsChecksTest {
    private static final String ORDERS = """
            streams:
              - {name: ORDERS, subjects: [orders.>]}
            consumers:
              - {stream: ORDERS, durable_name: worker}
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void publish(JetStream orders, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            orders.publish("orders.new", bytes("coffee " + i));
        }
    }

    private static List<Message> fetch(ConsumerContext worker, int count) throws Exception {
        List<Message> messages = new ArrayList<>();
        try (FetchConsumer fetch = worker.fetchMessages(count)) {
            for (Message next = fetch.nextMessage(); next != null; next = fetch.nextMessage()) {
                messages.add(next);
            }
        }
        assertEquals(count, messages.size(), "fetched");
        return messages;
    }

    @Test
    void checks_hold_forEachWayToPublishAndToConsume() {
        KitRun.of(Green.class).passes(7);
    }

    @EmbeddedNats(topology = ORDERS)
    static class Green {
        @BeforeEach
        void first(JetStream orders) throws Exception {
            orders.publish("orders.first", bytes("tea"));
        }

        @Test
        void sync(JetStream orders, NatsChecks checks) throws Exception {
            publish(orders, 3);
            orders.publish(
                    "orders.id",
                    bytes("milk"),
                    PublishOptions.builder().messageId("7").build());
            assertTrue(orders.publish(
                            "orders.id",
                            bytes("milk"),
                            PublishOptions.builder().messageId("7").build())
                    .isDuplicate());
            checks.noAckedLoss("ORDERS");
            checks.noDuplicates("ORDERS");
            checks.noAckedLoss("ORDERS");
        }

        @Test
        void async(JetStream orders, NatsChecks checks) throws Exception {
            List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                acks.add(orders.publishAsync("orders.new", bytes("coffee " + i + "x".repeat(i))));
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
            checks.noAckedLoss("ORDERS");
            checks.noDuplicates("ORDERS");
        }

        @Test
        void fetched(JetStream orders, @Nats("ORDERS/worker") ConsumerContext worker, NatsChecks checks)
                throws Exception {
            publish(orders, 3);
            for (Message message : fetch(worker, 4)) {
                message.inProgress();
                message.ackSync(Duration.ofSeconds(5));
            }
            checks.ordered("ORDERS", "worker");
            checks.deliveredExactlyOnce("ORDERS", "worker");
            checks.deliveredAtLeastOnce("ORDERS", "worker");
            checks.maxDeliveries("ORDERS", "worker", 1);
        }

        @Test
        void consumed(JetStream orders, @Nats("ORDERS/worker") ConsumerContext worker, NatsChecks checks)
                throws Exception {
            CountDownLatch all = new CountDownLatch(4);
            publish(orders, 3);
            try (var consumer = worker.consume(message -> {
                message.ack();
                all.countDown();
            })) {
                assertTrue(all.await(20, TimeUnit.SECONDS));
            }
            checks.ordered("ORDERS", "worker");
            checks.deliveredExactlyOnce("ORDERS", "worker");
        }

        @Test
        void pushed(Connection nats, JetStream orders, NatsChecks checks) throws Exception {
            publish(orders, 3);
            JetStreamSubscription pushed = orders.subscribe(
                    "orders.>",
                    PushSubscribeOptions.builder()
                            .durable("pushed")
                            .deliverSubject("pushed.here")
                            .build());
            for (int i = 0; i < 4; i++) {
                pushed.nextMessage(Duration.ofSeconds(5)).ack();
            }
            nats.flush(Duration.ofSeconds(5));
            checks.ordered("ORDERS", "pushed");
            checks.deliveredExactlyOnce("ORDERS", "pushed");
        }

        @Test
        void secondConnection(NatsChecks checks) throws Exception {
            Connection shop = checks.connect("shop");
            publish(shop.jetStream(), 2);
            checks.noAckedLoss("ORDERS");
        }

        @Test
        void requestedRemovals(JetStream orders, JetStreamManagement streams, NatsChecks checks) throws Exception {
            publish(orders, 5);
            streams.deleteMessage("ORDERS", 2, true);
            streams.purgeStream(
                    "ORDERS", io.nats.client.PurgeOptions.builder().keep(2).build());
            checks.noAckedLoss("ORDERS");
        }
    }

    @Test
    void limit_ofTheTopology_isKnown_evenIfTheTestRemovesIt() {
        KitRun.of(Limited.class).passes(1);
    }

    @EmbeddedNats(topology = "streams: [{name: ORDERS, subjects: [orders.>], max_msgs: 1}]")
    static class Limited {
        @Test
        void removed(
                JetStream orders, JetStreamManagement streams, @Nats("ORDERS") StreamContext stream, NatsChecks checks)
                throws Exception {
            publish(orders, 3);
            streams.updateStream(
                    StreamConfiguration.builder(stream.getStreamInfo().getConfiguration())
                            .maxMessages(-1)
                            .build());
            checks.noAckedLoss("ORDERS");
        }
    }

    @Test
    void workQueue_acknowledgedMessage_isConsumed() {
        KitRun.of(WorkQueue.class).passes(1);
    }

    @EmbeddedNats(topology = """
                    streams: [{name: ORDERS, subjects: [orders.>], retention: workqueue}]
                    consumers: [{stream: ORDERS, durable_name: worker}]
                    """)
    static class WorkQueue {
        @Test
        void acked(JetStream orders, @Nats("ORDERS/worker") ConsumerContext worker, NatsChecks checks)
                throws Exception {
            publish(orders, 3);
            for (Message message : fetch(worker, 2)) {
                message.ackSync(Duration.ofSeconds(5));
            }
            checks.noAckedLoss("ORDERS");
            fetch(worker, 1).get(0).ack();
            checks.noAckedLoss("ORDERS");
        }
    }

    @Test
    void cluster_leaderKilled_losesNothing_andRunsAgain() {
        KitRun.of(Clustered.class).passes(1);
    }

    @EmbeddedNats(nodes = 3, topology = "streams: [{name: ORDERS, subjects: [orders.>], num_replicas: 3}]")
    static class Clustered {
        @Test
        void leaderKilled(Connection nats, NatsCluster cluster, NatsChecks checks) throws Exception {
            JetStream orders = nats.jetStream(JetStreamOptions.builder()
                    .requestTimeout(Duration.ofSeconds(1))
                    .build());
            NatsServer leader = cluster.leaderOf("ORDERS");
            for (int i = 0; i < 20; i++) {
                if (i == 10) {
                    leader.kill();
                }
                try {
                    orders.publish("orders.new", bytes("coffee " + i));
                } catch (java.io.IOException | io.nats.client.JetStreamApiException unknown) {
                    assertTrue(i >= 10, "no error before the kill");
                }
            }
            checks.noAckedLoss("ORDERS");
            assertTrue(leader.isAlive(), "the fault is undone");
        }
    }

    @Test
    void message_lostByTheServer_isAViolation() {
        String failure = KitRun.of(Lost.class).failure();
        assertTrue(
                failure.startsWith(
                        "no-acked-loss: ORDERS: 2 of 2 acknowledged messages of ORDERS are lost: nothing is left\n  seq 1"),
                failure);
    }

    @EmbeddedNats(storage = StorageType.Memory, topology = "streams: [{name: ORDERS, subjects: [orders.>]}]")
    static class Lost {
        @Test
        void memoryLost(JetStream orders, NatsServer server, NatsChecks checks) throws Exception {
            publish(orders, 2);
            server.kill();
            checks.noAckedLoss("ORDERS");
        }
    }

    @Test
    void message_storedTwice_isAViolation() {
        String failure = KitRun.of(Twice.class).failure();
        assertEquals("""
                no-duplicates: ORDERS: 1 of 2 messages in ORDERS is stored twice
                  seq 1 and 2 on orders.new have the same payload and no msg_id""", failure);
    }

    @EmbeddedNats(topology = ORDERS)
    static class Twice {
        @Test
        void twice(JetStream orders, NatsChecks checks) throws Exception {
            publish(orders, 1);
            publish(orders, 1);
            checks.noDuplicates("ORDERS");
        }
    }

    @Test
    void message_rejected_isAViolationOfOrderAndOfCounts() {
        List<String> failures =
                KitRun.of(Redelivered.class).messages(org.junit.platform.engine.TestExecutionResult.Status.FAILED);
        assertEquals(3, failures.size(), failures::toString);
        assertTrue(
                failures.stream()
                        .anyMatch(
                                failure -> failure.startsWith(
                                        "ordered: ORDERS/worker: 1 of 3 deliveries to consumer worker of ORDERS followed a later")),
                failures::toString);
        assertTrue(
                failures.stream().anyMatch(failure -> failure.startsWith("delivered exactly once: ORDERS/worker: ")),
                failures::toString);
        assertTrue(
                failures.stream().anyMatch(failure -> failure.startsWith("max-deliveries: ORDERS/worker: ")),
                failures::toString);
    }

    @EmbeddedNats(topology = ORDERS)
    static class Redelivered {
        @BeforeEach
        void redeliver(JetStream orders, @Nats("ORDERS/worker") ConsumerContext worker) throws Exception {
            publish(orders, 2);
            List<Message> messages = fetch(worker, 2);
            messages.get(1).ack();
            messages.get(0).nak();
            fetch(worker, 1).get(0).ack();
        }

        @Test
        void order(NatsChecks checks) {
            checks.deliveredAtLeastOnce("ORDERS", "worker");
            checks.ordered("ORDERS", "worker");
        }

        @Test
        void once(NatsChecks checks) {
            checks.deliveredExactlyOnce("ORDERS", "worker");
        }

        @Test
        void count(NatsChecks checks) {
            checks.maxDeliveries("ORDERS", "worker", 2);
            checks.maxDeliveries("ORDERS", "worker", 1);
        }
    }

    @Test
    void message_notDelivered_isAViolation() {
        String failure = KitRun.of(Undelivered.class).failure();
        assertTrue(
                failure.startsWith(
                        "delivered at least once: ORDERS/worker: of 2 messages for consumer worker of ORDERS, 1"
                                + " never reached it\n  seq 2 on orders.new, acknowledged to test at "),
                failure);
    }

    @EmbeddedNats(topology = ORDERS)
    static class Undelivered {
        @Test
        void one(JetStream orders, @Nats("ORDERS/worker") ConsumerContext worker, NatsChecks checks) throws Exception {
            publish(orders, 2);
            fetch(worker, 1).get(0).ack();
            checks.deliveredAtLeastOnce("ORDERS", "worker");
        }
    }

    @Test
    void nothingPublished_isUnknown() {
        assertEquals(
                "no-acked-loss: ORDERS: unknown: no publish to ORDERS was acknowledged, so none can be lost",
                KitRun.of(Nothing.class).failure());
    }

    @EmbeddedNats(topology = ORDERS)
    static class Nothing {
        @Test
        void nothing(NatsChecks checks) {
            checks.noAckedLoss("ORDERS");
        }
    }

    @Test
    void connection_notRecorded_makesTheCheckUnknown_evenIfItWasClosed() {
        List<String> failures =
                KitRun.of(Foreign.class).messages(org.junit.platform.engine.TestExecutionResult.Status.FAILED);
        assertEquals(2, failures.size(), failures::toString);
        for (String failure : failures) {
            assertTrue(
                    failure.matches("(?s)(no-acked-loss: ORDERS|ordered: ORDERS/worker): unknown: the connection"
                            + " \"app\" \\(\\S+, 127\\.0\\.0\\.1:\\d+, cid \\d+\\) exchanged \\d+ messages? that (is|are)"
                            + " not recorded; inject it into the test, or open it with connect of NatsChecks"),
                    failure);
        }
    }

    @EmbeddedNats(topology = ORDERS)
    static class Foreign {
        private static Connection connect(NatsServer server) throws Exception {
            return io.nats.client.Nats.connect(new io.nats.client.Options.Builder()
                    .server(server.url())
                    .connectionName("app")
                    .build());
        }

        @Test
        void publishes(JetStream orders, NatsServer server, NatsChecks checks) throws Exception {
            publish(orders, 2);
            try (Connection app = connect(server)) {
                publish(app.jetStream(), 1);
            }
            checks.noAckedLoss("ORDERS");
        }

        @Test
        void subscribes(JetStream orders, NatsServer server, NatsChecks checks) throws Exception {
            try (Connection app = connect(server)) {
                Dispatcher dispatcher = app.createDispatcher(message -> {});
                dispatcher.subscribe("orders.>");
                app.flush(Duration.ofSeconds(5));
                publish(orders, 2);
            }
            checks.noAckedLoss("ORDERS");
            checks.ordered("ORDERS", "worker");
        }
    }

    @Test
    void connection_ofTheClass_isNotRecorded_butMayPrepareTheServer() {
        assertTrue(KitRun.of(OfClass.class)
                .failure()
                .startsWith("no-acked-loss: ORDERS: unknown: the connection \"test\" ("));
    }

    @EmbeddedNats(scope = NatsScope.CLASS, topology = ORDERS)
    static class OfClass {
        private static Connection shared;

        @BeforeAll
        static void prepare(Connection nats) throws Exception {
            shared = nats;
            nats.jetStream().publish("orders.first", bytes("tea"));
        }

        @Test
        void prepared(JetStream orders, NatsChecks checks) throws Exception {
            publish(orders, 1);
            checks.noAckedLoss("ORDERS");
        }

        @Test
        void used(JetStream orders, NatsChecks checks) throws Exception {
            publish(orders, 1);
            publish(shared.jetStream(), 1);
            checks.noAckedLoss("ORDERS");
        }
    }

    @Test
    void scenario_beforeTheTest_doesNotCount() {
        KitRun.of(AfterScenario.class).passes(1);
    }

    @EmbeddedNats
    static class AfterScenario {
        AfterScenario(Connection nats) {
            assertEquals(Connection.Status.CONNECTED, nats.getStatus());
        }

        @Test
        @Scenario("classpath:kit/orders.yaml")
        void scenario(JetStream orders, NatsChecks checks) throws Exception {
            publish(orders, 2);
            checks.noAckedLoss("ORDERS");
            checks.noDuplicates("ORDERS");
        }
    }

    @Test
    void bucket_isAStream() {
        KitRun.of(OfBucket.class).passes(1);
    }

    @EmbeddedNats(topology = "kv: [{bucket: prices}]")
    static class OfBucket {
        @Test
        void put(@Nats("prices") KeyValue prices, NatsChecks checks) throws Exception {
            prices.put("tea", "3");
            prices.put("tea", "4");
            prices.create("coffee", bytes("5"));
            prices.delete("coffee");
            checks.noAckedLoss("KV_prices");
        }
    }

    @Test
    void parameter_ofTheClass_isAnError() {
        assertEquals(
                "WrongPlace.all, parameter checks (NatsChecks): checks judge one test; move the parameter to a test,"
                        + " @BeforeEach or @AfterEach",
                KitRun.of(WrongPlace.class).failure());
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class WrongPlace {
        @BeforeAll
        static void all(NatsChecks checks) {}

        @Test
        void test() {}
    }

    @Test
    void monitoring_off_isAnError() {
        assertEquals(
                "the checks need the monitoring of the server, to find connections that are not recorded; remove http"
                        + " from the configuration of @EmbeddedNats",
                KitRun.of(Unmonitored.class).failure());
    }

    @EmbeddedNats(config = "http_port: 0", topology = ORDERS)
    static class Unmonitored {
        @Test
        void test(NatsChecks checks) {}
    }
}
