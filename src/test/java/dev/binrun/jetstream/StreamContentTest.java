package dev.binrun.jetstream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.PurgeOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a stream is read completely and in order, with gaps of any kind. */
@Tag("slow")
final class StreamContentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The subjects of the stored messages by sequence. */
    private final TreeMap<Long, String> there = new TreeMap<>();

    private final Random random = new Random(7);
    private NatsServer server;
    private Connection connection;
    private JetStreamManagement streams;

    @BeforeEach
    void start() throws Exception {
        server = NatsServer.start(ServerOptions.ephemeral());
        connection = Nats.connect(server.url());
        streams = connection.jetStreamManagement();
        streams.addStream(StreamConfiguration.builder()
                .name("A")
                .subjects("a.>")
                .storageType(StorageType.Memory)
                .build());
    }

    @AfterEach
    void end() throws Exception {
        connection.close();
        server.close();
    }

    @Test
    void each_emptyOrPurgedStream_passesNoMessage() throws Exception {
        assertEquals(List.of(), read(1, ">"));
        publish(100, "a.x");
        streams.purgeStream("A");
        assertEquals(List.of(), read(1, ">"));
    }

    @Test
    void each_denseStream_passesAllFromAnySequence() throws Exception {
        publish(20_000, "a.x", "a.y");
        assertEquals(expected(1, ">"), read(1, ">"));
        assertEquals(expected(19_999, ">"), read(19_999, ">"));
        assertEquals(List.of(), read(20_001, ">"));
    }

    @Test
    void each_rareSubject_passesAllMatches() throws Exception {
        publish(1, "a.rare");
        publish(12_000, "a.x");
        publish(1, "a.rare");
        publish(400, "a.x", "a.rare");
        publish(7_000, "a.x");
        assertEquals(expected(1, "a.rare"), read(1, "a.rare"));
        assertEquals(List.of(), read(1, "a.none"));
    }

    @Test
    void each_gapsOfAllSizes_passesAllOthers() throws Exception {
        publish(2_000, "a.x");
        publish(30_000, "a.gone");
        publish(3_000, "a.x");
        publish(5_000, "a.gone", "a.x", "a.gone", "a.gone");
        streams.purgeStream("A", PurgeOptions.subject("a.gone"));
        there.values().removeIf(subject -> subject.equals("a.gone"));
        for (long seq : List.copyOf(there.keySet())) {
            if (random.nextInt(100) < 5) {
                streams.deleteMessage("A", seq);
                there.remove(seq);
            }
        }
        assertEquals(expected(1, ">"), read(1, ">"));
        assertEquals(expected(1_000, "a.x"), read(1_000, "a.x"));
    }

    /** A memory store finds no last message in this case. */
    @Test
    void each_lastMessageRemoved_passesTheOthers() throws Exception {
        publish(3, "a.x");
        streams.deleteMessage("A", 3);
        assertEquals(List.of("1 a.x", "2 a.x"), read(1, ">"));
    }

    @Test
    void each_largeMessagesAfterSmallOnes_passesAll() throws Exception {
        publish(6_000, "a.x");
        byte[] big = new byte[900_000];
        random.nextBytes(big);
        for (int i = 0; i < 30; i++) {
            there.put(connection.jetStream().publish("a.big", big).getSeqno(), "a.big");
        }
        publish(300, "a.x");
        assertEquals(expected(1, ">"), read(1, ">"));
        for (StoredMessage message : content("a.big").all()) {
            assertArrayEquals(big, message.data());
        }
    }

    @Test
    void each_readerWantsNoMore_stops() throws Exception {
        publish(1_000, "a.x");
        List<Long> seqs = new ArrayList<>();
        content(">").each(1, message -> seqs.add(message.seq()) && seqs.size() < 150);
        assertEquals(List.copyOf(there.keySet()).subList(0, 150), seqs);
    }

    private StreamContent content(String filter) {
        return new StreamContent(connection, "A", Optional.of(filter), PATIENCE);
    }

    private List<String> read(long first, String filter) throws InterruptedException {
        List<String> messages = new ArrayList<>();
        content(filter).each(first, message -> messages.add(message.seq() + " " + message.subject()));
        return messages;
    }

    private List<String> expected(long first, String filter) {
        return there.tailMap(first).entrySet().stream()
                .filter(message -> filter.equals(">") || filter.equals(message.getValue()))
                .map(message -> message.getKey() + " " + message.getValue())
                .toList();
    }

    private void publish(int count, String... subjects) throws Exception {
        ArrayDeque<CompletableFuture<PublishAck>> flying = new ArrayDeque<>();
        ArrayDeque<String> sent = new ArrayDeque<>();
        for (int i = 0; i < count || !flying.isEmpty(); i++) {
            if (i < count) {
                String subject = subjects[i % subjects.length];
                sent.add(subject);
                flying.add(connection.jetStream().publishAsync(subject, new byte[8]));
            }
            if (flying.size() == 1_000 || i >= count) {
                there.put(flying.remove().get().getSeqno(), sent.remove());
            }
        }
    }
}
