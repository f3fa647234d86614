package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.StreamContext;
import io.nats.client.api.StorageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The topology of an embedded server. Each test runs its sample class in an engine of its own. */
@Timeout(120)
class KitTopologyTest {

    @Test
    void file_onTheClassPath_createsEachKind() {
        KitRun.of(OfResource.class).passes(1);
    }

    @EmbeddedNats(topology = "classpath:kit/topology.yaml")
    static class OfResource {
        @Test
        void all_areInjected(
                @Nats("ORDERS") StreamContext orders,
                @Nats("ORDERS/worker") ConsumerContext worker,
                @Nats("prices") KeyValue prices,
                @Nats("invoices") ObjectStore invoices,
                JetStreamManagement streams)
                throws Exception {
            assertEquals("ORDERS", orders.getStreamName());
            assertEquals("worker", worker.getConsumerName());
            assertEquals("prices", prices.getBucketName());
            assertEquals("invoices", invoices.getBucketName());
            for (String stream : streams.getStreamNames()) {
                assertEquals(
                        StorageType.File,
                        streams.getStreamInfo(stream).getConfiguration().getStorageType(),
                        stream);
            }
            assertEquals(3, streams.getStreamNames().size());
        }
    }

    @Test
    void file_asPath_isRead() {
        KitRun.of(OfPath.class).passes(1);
    }

    @EmbeddedNats(topology = "src/test/resources/kit/topology.yaml")
    static class OfPath {
        @Test
        void stream_exists(@Nats("ORDERS") StreamContext orders) {
            assertEquals("ORDERS", orders.getStreamName());
        }
    }

    @Test
    void storage_ofTheAnnotation_isTheDefaultOfEachKind() {
        KitRun.of(InMemory.class).passes(1);
    }

    @EmbeddedNats(storage = StorageType.Memory, topology = """
                    streams:
                      - {name: ORDERS, subjects: [orders.>]}
                      - {name: KEPT, subjects: [kept.>], storage: file}
                    kv: [{bucket: prices}]
                    objects: [{bucket: invoices}]
                    """)
    static class InMemory {
        @Test
        void storage_isMemoryUnlessStated(JetStreamManagement streams) throws Exception {
            for (String stream : streams.getStreamNames()) {
                assertEquals(
                        stream.equals("KEPT") ? StorageType.File : StorageType.Memory,
                        streams.getStreamInfo(stream).getConfiguration().getStorageType(),
                        stream);
            }
            assertEquals(4, streams.getStreamNames().size());
        }
    }

    @Test
    void text_wrong_isAnErrorWithLineAndColumn() {
        String failure = KitRun.of(WrongText.class).failure();
        assertEquals("""
                WrongText: @EmbeddedNats: topology:2:20: 'stream add' has no 'subject' (did you mean 'subjects'?)
                  2 |   - {name: ORDERS, subject: [orders.>]}
                    |                    ^""", failure);
    }

    @EmbeddedNats(topology = """
                    streams:
                      - {name: ORDERS, subject: [orders.>]}
                    """)
    static class WrongText {
        @Test
        void test() {}
    }

    @Test
    void file_wrong_isAnErrorWithFileLineAndColumn() {
        String failure = KitRun.of(WrongFile.class).failure();
        assertEquals("""
                WrongFile: @EmbeddedNats: classpath:kit/wrong-topology.yaml:2:1: this file has no 'steps' \
                (known: streams, consumers, kv, objects)
                  2 | steps: []
                    | ^""", failure);
    }

    @EmbeddedNats(topology = "classpath:kit/wrong-topology.yaml")
    static class WrongFile {
        @Test
        void test() {}
    }

    @Test
    void file_missing_isAnError() {
        String failure = KitRun.of(MissingFile.class).failure();
        assertEquals(
                "MissingFile: @EmbeddedNats: topology = \"classpath:kit/none.yaml\": the class path has no such"
                        + " resource; put it at src/test/resources/kit/none.yaml",
                failure);
    }

    @EmbeddedNats(topology = "classpath:kit/none.yaml")
    static class MissingFile {
        @Test
        void test() {}
    }

    @Test
    void item_rejectedByTheServer_failsWithPlaceAndReason() {
        String failure = KitRun.of(Rejected.class).failure();
        assertTrue(
                failure.startsWith("topology:3: stream add: expected an answer, was the error"
                        + " 'subjects overlap with an existing stream' (10065)\nstep:\n  3 |   - {name: SAME"),
                failure);
    }

    @EmbeddedNats(topology = """
                    streams:
                      - {name: ORDERS, subjects: [orders.>]}
                      - {name: SAME, subjects: [orders.>]}
                    """)
    static class Rejected {
        @Test
        void test() {}
    }
}
