package dev.binrun.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamState;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page reads stored messages without a consumer. */
class StoredMessagesTest {
    private OpenPage page;

    @BeforeEach
    void start() throws Exception {
        page = OpenPage.start();
    }

    @AfterEach
    void end() throws Exception {
        page.close();
    }

    @ParameterizedTest
    @EnumSource(RetentionPolicy.class)
    void looking_takesNothing_andCreatesNoConsumer(RetentionPolicy retention) throws Exception {
        page.nc
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("JOBS")
                        .subjects("jobs.>")
                        .retentionPolicy(retention)
                        .build());
        page.nc
                .jetStreamManagement()
                .addOrUpdateConsumer(
                        "JOBS",
                        ConsumerConfiguration.builder().durable("worker").build());
        publish("JOBS", 3);
        StreamState before = state();

        try (PageEvents events = page.events("?filter=%3E&system")) {
            events.snapshot(snapshot -> snapshot.getAsJsonArray("consumers").size() == 1);
            assertEquals(List.of(3L, 2L, 1L), sequences(page.json("/api/messages?stream=JOBS")));
            assertEquals(List.of(3L, 2L, 1L), sequences(page.json("/api/messages?stream=JOBS")));
            events.snapshot(snapshot -> events.named("snapshot").size() > 2);
        }

        assertEquals(before.getMsgCount(), state().getMsgCount());
        assertEquals(1, state().getConsumerCount());
        assertEquals(
                0,
                page.nc
                        .jetStreamManagement()
                        .getConsumerInfo("JOBS", "worker")
                        .getDelivered()
                        .getConsumerSequence());
        assertEquals(
                3,
                page.nc.jetStreamManagement().getConsumerInfo("JOBS", "worker").getNumPending());
    }

    @Test
    void message_hasHeadersTimeAndPayload() throws Exception {
        page.stream("JOBS", "jobs.>");
        page.nc.jetStream().publish("jobs.a", new Headers().add("A", "1"), "[1]".getBytes(StandardCharsets.UTF_8));

        JsonObject message = page.json("/api/messages?stream=JOBS")
                .getAsJsonArray("messages")
                .get(0)
                .getAsJsonObject();

        assertEquals("jobs.a", message.get("subject").getAsString());
        assertEquals("{\"A\":[\"1\"]}", message.getAsJsonObject("headers").toString());
        assertTrue(message.get("time").getAsString().startsWith("20"), message::toString);
        assertEquals(
                "[\n  1\n]", message.getAsJsonObject("payload").get("formatted").getAsString());
    }

    @Test
    void pages_goBack_andSkipDeletedMessages() throws Exception {
        page.stream("JOBS", "jobs.>");
        publish("JOBS", 60);
        page.nc.jetStreamManagement().deleteMessage("JOBS", 30);

        JsonObject newest = page.json("/api/messages?stream=JOBS");
        assertEquals(36, newest.get("from").getAsLong());
        assertEquals(60, newest.get("to").getAsLong());
        assertEquals(25, sequences(newest).size());

        JsonObject older = page.json("/api/messages?stream=JOBS&to=35");
        assertEquals(11, older.get("from").getAsLong());
        assertEquals(24, sequences(older).size());
        assertEquals(10, sequences(page.json("/api/messages?stream=JOBS&to=10")).size());
        assertEquals(60, page.json("/api/messages?stream=JOBS&to=999").get("to").getAsLong());
    }

    @Test
    void emptyStream_hasNoMessages() throws Exception {
        page.stream("JOBS", "jobs.>");

        assertEquals(List.of(), sequences(page.json("/api/messages?stream=JOBS")));
    }

    @Test
    void longPayload_isCut() throws Exception {
        page.stream("JOBS", "jobs.>");
        page.nc.jetStream().publish("jobs.a", new byte[100_000]);

        JsonObject payload = page.json("/api/messages?stream=JOBS")
                .getAsJsonArray("messages")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("payload");

        assertEquals(100_000, payload.get("size").getAsInt());
        assertEquals(2 * 64 * 1024, payload.get("hex").getAsString().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A.B", "A%20B", "%3E", "A/B"})
    void wrongName_isAnError(String name) throws Exception {
        String error = OpenPage.answer(page.get("/api/messages?stream=" + name), "error", 400);

        assertTrue(error.endsWith(" cannot be the name of a stream"), error);
    }

    @Test
    void wrongSequence_isAnError() throws Exception {
        assertEquals(
                "to must be a sequence, was '-1'",
                OpenPage.answer(page.get("/api/messages?stream=A&to=-1"), "error", 400));
    }

    @Test
    void unknownStream_hasTheWordsOfTheServer() throws Exception {
        String error = OpenPage.answer(page.get("/api/messages?stream=NONE"), "error", 422);

        assertTrue(error.contains("stream not found"), error);
    }

    private void publish(String stream, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            page.nc.jetStream().publish("jobs." + i, new byte[0]);
        }
    }

    private StreamState state() throws Exception {
        return page.nc.jetStreamManagement().getStreamInfo("JOBS").getStreamState();
    }

    private static List<Long> sequences(JsonObject page) {
        return StreamSupport.stream(page.getAsJsonArray("messages").spliterator(), false)
                .map(message -> message.getAsJsonObject().get("sequence").getAsLong())
                .toList();
    }
}
