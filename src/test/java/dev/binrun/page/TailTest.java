package dev.binrun.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages that a page receives while they are published. */
class TailTest {
    private OpenPage page;

    @BeforeEach
    void start() throws Exception {
        page = OpenPage.start();
        page.stream("ORDERS", "orders.>");
    }

    @AfterEach
    void end() throws Exception {
        page.close();
    }

    @Test
    void noFilter_showsWhatStreamsStore() throws Exception {
        try (PageEvents events = open("")) {
            publish("other.a", "x");
            publish("orders.a", "{\"id\":12345678901234567890}");

            JsonObject message = events.messages(1).get(0);
            assertEquals("orders.a", message.get("subject").getAsString());
            JsonObject payload = message.getAsJsonObject("payload");
            assertEquals(27, payload.get("size").getAsInt());
            assertEquals("{\"id\":12345678901234567890}", payload.get("text").getAsString());
            assertEquals(
                    "{\n  \"id\": 12345678901234567890\n}",
                    payload.get("formatted").getAsString());
        }
    }

    @Test
    void noFilter_followsNewStreams() throws Exception {
        try (PageEvents events = open("")) {
            page.stream("BILLS", "bills.*");
            events.snapshot(snapshot -> snapshot.getAsJsonArray("streams").size() == 2);
            await().until(() -> {
                publish("bills.a", "x");
                return !events.messages().isEmpty();
            });

            assertEquals(Set.of("bills.a"), Set.copyOf(events.subjects()));
        }
    }

    /** A subscription of the page would take the reply "no responders" from clients. */
    @Test
    void noFilter_requestsWithoutResponders_stillFailAtOnce() throws Exception {
        try (PageEvents events = open("")) {
            CompletableFuture<?> request = page.nc.requestWithTimeout("service", new byte[0], Duration.ofSeconds(30));

            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> request.get(20, TimeUnit.SECONDS));
            assertTrue(failure.getCause().getMessage().contains("No Responders"), failure::toString);
            assertEquals(List.of(), events.messages());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.*.new", "orders.%3E"})
    void filter_selectsSubjects(String filter) throws Exception {
        try (PageEvents events = open("?filter=" + filter)) {
            publish("other.1.new", "x");
            publish("orders.1.new", "x");
            publish("orders.2.new", "x");

            events.messages(2);
            assertEquals(List.of("orders.1.new", "orders.2.new"), events.subjects());
        }
    }

    @Test
    void everything_hidesSystemSubjects() throws Exception {
        PullSubscribeOptions durable =
                PullSubscribeOptions.builder().durable("worker").build();
        JetStreamSubscription worker = page.nc.jetStream().subscribe("orders.>", durable);
        try (PageEvents events = open("?filter=%3E");
                PageEvents all = open("?filter=%3E&system")) {
            page.nc.jetStream().publish("orders.a", new byte[0]); // its acknowledgement goes to an inbox
            worker.fetch(1, Duration.ofSeconds(5)).forEach(message -> message.ack());
            publish("$KV.bucket.key", "x");
            publish("last", "x");

            await().until(() ->
                    events.subjects().contains("last") && all.subjects().contains("last"));
            assertEquals(List.of("orders.a", "$KV.bucket.key", "last"), events.subjects());
            assertEquals(2, all.subjects().stream().filter("orders.a"::equals).count(), "published and delivered");
            for (String start : List.of("$JS.API.", "$JS.ACK.ORDERS.worker.", "_INBOX.")) {
                assertTrue(all.subjects().stream().anyMatch(subject -> subject.startsWith(start)), start);
            }
        }
    }

    @Test
    void headersAndReply_areShown() throws Exception {
        try (PageEvents events = open("?filter=a")) {
            page.nc.publish(
                    "a", "reply.here", new Headers().add("One", "1", "2").add("Two", "<b>"), new byte[0]);

            JsonObject message = events.messages(1).get(0);
            assertEquals("reply.here", message.get("reply").getAsString());
            assertEquals(
                    "{\"One\":[\"1\",\"2\"],\"Two\":[\"<b>\"]}",
                    message.getAsJsonObject("headers").toString());
        }
    }

    @Test
    void binaryPayload_isHex() throws Exception {
        try (PageEvents events = open("?filter=a")) {
            page.nc.publish("a", new byte[] {0, 1, (byte) 0xff});
            page.nc.publish("a", "bell \u0007".getBytes(StandardCharsets.UTF_8));

            List<JsonObject> messages = events.messages(2);
            assertEquals("0001ff", payload(messages.get(0)).get("hex").getAsString());
            assertEquals("62656c6c2007", payload(messages.get(1)).get("hex").getAsString());
        }
    }

    @Test
    void longPayload_isCutBetweenCharacters() throws Exception {
        try (PageEvents events = open("?filter=a")) {
            publish("a", "x" + "ü".repeat(5_000));

            JsonObject payload = payload(events.messages(1).get(0));
            assertEquals(10_001, payload.get("size").getAsInt());
            assertTrue(payload.get("truncated").getAsBoolean());
            assertEquals("x" + "ü".repeat(2_047), payload.get("text").getAsString());
        }
    }

    @Test
    void manyMessages_areASample_andNoneIsUncounted() throws Exception {
        int count = 20_000;
        try (PageEvents events = open("?filter=a")) {
            for (int i = 0; i < count; i++) {
                publish("a", "message " + i);
            }
            publish("a", "last");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> events.messages().size() + events.leftOut() == count + 1);
            assertTrue(events.messages().size() < count / 10, events.messages().size() + " messages");
        }
    }

    /** 5,000 messages per second are counted exactly, and the page stays up to date. */
    @Test
    void fastPublisher_subjectsAreCounted() throws Exception {
        try (PageEvents events = open("")) {
            List<CompletableFuture<?>> acks = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                acks.add(page.nc.jetStream().publishAsync("orders." + i % 4, new byte[64]));
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

            JsonObject counts = events.snapshot(
                            snapshot -> snapshot.getAsJsonObject("published").has("orders.3")
                                    && snapshot.getAsJsonObject("published")
                                                    .get("orders.3")
                                                    .getAsLong()
                                            == 2_500)
                    .getAsJsonObject("published");
            assertEquals(
                    "{\"orders.0\":2500,\"orders.1\":2500,\"orders.2\":2500,\"orders.3\":2500}", counts.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "a%20b", ".", "%3E.a"})
    void wrongFilter_isAnError(String filter) throws Exception {
        String error = OpenPage.answer(page.get("/events?filter=" + filter), "error", 400);

        assertTrue(error.startsWith("the filter "), error);
    }

    /** Opens a tail, and returns when it receives messages. */
    private PageEvents open(String query) throws Exception {
        PageEvents events = page.events(query);
        events.snapshot(snapshot -> snapshot.has("streams"));
        long before = subscriptions(events);
        await().until(() ->
                subscriptions(events) >= before && events.named("snapshot").size() > 1);
        return events;
    }

    private static long subscriptions(PageEvents events) {
        return events.named("snapshot").stream()
                .reduce((first, second) -> second)
                .map(last -> last.getAsJsonObject()
                        .getAsJsonObject("server")
                        .get("subscriptions")
                        .getAsLong())
                .orElse(0L);
    }

    private void publish(String subject, String payload) {
        page.nc.publish(subject, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject payload(JsonObject message) {
        return message.getAsJsonObject("payload");
    }
}
