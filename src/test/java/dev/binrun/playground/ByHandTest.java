package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nats.client.PurgeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.impl.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes that an operator makes directly to consumers and buckets. */
@Timeout(120)
@Tag("slow")
final class ByHandTest {
    @TempDir
    private Path folder;

    private LiveSystem live;

    @BeforeEach
    void start() throws Exception {
        live = new LiveSystem(folder.resolve("js")).start();
        live.session("Alice", "event.a");
        live.session("Bob", "event.b");
        live.awaitLine("session Bob subscribes to event.b");
    }

    @AfterEach
    void stop() throws Exception {
        live.close();
    }

    @Test
    void editedAndPausedConsumer_nextStart_isReset() throws Exception {
        edit("Alice");
        live.restart();

        assertEquals(
                List.of("warning: the consumer Alice on EVENT was edited by hand (filter_subjects, ack_wait,"
                        + " max_deliver, paused), and was reset to the entry of the bucket sessions"),
                live.warnings(),
                () -> live.lines.toString());
        assertServed("Alice", "event.a");
        live.restart();
        assertEquals(List.of(), live.warnings());
    }

    @Test
    void editedAndPausedConsumer_nextPut_isReset() throws Exception {
        edit("Alice");
        live.session("Alice", "event.a");
        live.awaitLine(
                "warning: the consumer Alice on EVENT was edited by hand (filter_subjects, ack_wait, max_deliver,"
                        + " paused), and was reset to the entry of the bucket sessions");
        assertServed("Alice", "event.a");
    }

    @Test
    void editedAndPausedWorker_nextPut_isReset() throws Exception {
        live.workers("y", 1);
        live.awaitLine("COMMAND_Y has 1 worker");
        live.management()
                .pauseConsumer("COMMAND", "COMMAND_Y", ZonedDateTime.now().plusHours(1));
        live.workers("y", 2);
        live.awaitLine("warning: the consumer COMMAND_Y on COMMAND was edited by hand (paused), and was reset to the"
                + " entry of the bucket commands");
        live.publish("command.y", "1");
        soon(() -> assertEquals(List.of("1"), live.payloads("command for COMMAND_Y")));
    }

    @Test
    void foreignConsumersWithOurMark_areIgnored_andNamed() throws Exception {
        foreign("garbage", Map.of("binrun.bucket", "sessions", "binrun.key", "garbage", "binrun.detail", "garbage x"));
        foreign("long", Map.of("binrun.bucket", "sessions", "binrun.key", "k".repeat(300)));
        foreign("copy", Map.of("binrun.bucket", "sessions", "binrun.key", "Alice", "binrun.revision", "1"));
        live.session("garbage", "event.c");
        String refused = "warning: sessions key garbage revision 3 rejected, nothing changes: EVENT has a consumer"
                + " garbage that was not made for this bucket; remove it or choose another key";
        live.awaitLine(refused);
        live.restart();

        String mark = " on EVENT has the mark of the bucket sessions, but was not made for it: ";
        assertEquals(
                Set.of(
                        "warning: the consumer garbage" + mark
                                + "its mark contains \"garbage\" instead of a time. It is ignored",
                        "warning: the consumer long" + mark
                                + "the key is too long: its consumer's name would have 300 characters, and a name has at"
                                + " most 255. It is ignored",
                        "warning: the consumer copy" + mark + "the key in its mark belongs to another consumer. It is"
                                + " ignored",
                        refused),
                Set.copyOf(live.warnings()));
        assertServed("Alice", "event.a");

        live.management().deleteConsumer("EVENT", "garbage");
        live.awaitLine("session garbage subscribes to event.c");
        assertServed("garbage", "event.c");
    }

    @Test
    void purgeOfTheBucket_endsItsSessionsAtOnce() throws Exception {
        live.management().purgeStream("KV_sessions");

        live.awaitLine("session Alice has ended");
        live.awaitLine("session Bob has ended");
        live.session("Alice", "event.a");
        soon(() -> assertEquals(
                2, live.lines("session Alice subscribes to event.a").size()));
        assertServed("Alice", "event.a");
        live.restart();
        assertEquals(List.of(), live.lines("session Bob"));
        assertEquals(List.of(), live.warnings());
    }

    @Test
    void purgeOfOneSubject_endsThatSessionOnly() throws Exception {
        live.management()
                .purgeStream(
                        "KV_sessions",
                        PurgeOptions.builder().subject("$KV.sessions.Bob").build());

        live.awaitLine("session Bob has ended");
        assertServed("Alice", "event.a");
        assertEquals(List.of(), live.lines("session Alice has ended"));
    }

    @Test
    void rollupOfTheWholeBucket_endsTheOthers() throws Exception {
        Headers rollup = new Headers().add("Nats-Rollup", "all");
        live.nc().jetStream().publish("$KV.sessions.Carol", rollup, "{\"subscriptions\":[\"event.c\"]}".getBytes());

        live.awaitLine("session Carol subscribes to event.c");
        live.awaitLine("session Alice has ended");
        live.awaitLine("session Bob has ended");
        assertServed("Carol", "event.c");
    }

    private void edit(String name) throws Exception {
        ConsumerInfo info = live.management().getConsumerInfo("EVENT", name);
        live.management()
                .addOrUpdateConsumer(
                        "EVENT",
                        ConsumerConfiguration.builder(info.getConsumerConfiguration())
                                .filterSubject("event.other")
                                .ackWait(Duration.ofMinutes(5))
                                .maxDeliver(2)
                                .build());
        live.management().pauseConsumer("EVENT", name, ZonedDateTime.now().plusHours(1));
    }

    private void foreign(String name, Map<String, String> metadata) throws Exception {
        live.management()
                .createConsumer(
                        "EVENT",
                        ConsumerConfiguration.builder()
                                .durable(name)
                                .filterSubject("event.foreign")
                                .metadata(metadata)
                                .build());
    }

    private void assertServed(String key, String subject) throws Exception {
        ConsumerInfo info = live.management().getConsumerInfo("EVENT", key);
        assertFalse(info.getPaused());
        assertEquals(List.of(subject), info.getConsumerConfiguration().getFilterSubjects());
        assertEquals(Duration.ofSeconds(30), info.getConsumerConfiguration().getAckWait());
        assertEquals(-1, info.getConsumerConfiguration().getMaxDeliver());
        String payload = "payload-" + System.nanoTime();
        live.publish(subject, payload);
        soon(() ->
                assertEquals(payload, live.payloads("event for " + key).stream().reduce("", (before, last) -> last)));
    }
}
