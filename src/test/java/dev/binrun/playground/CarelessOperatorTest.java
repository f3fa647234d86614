package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.impl.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes of an operator that once lost commands or events silently. */
@Timeout(120)
@Tag("slow")
final class CarelessOperatorTest {
    @TempDir
    private Path folder;

    private LiveSystem live;

    @BeforeEach
    void start() throws Exception {
        live = new LiveSystem(folder.resolve("js")).start();
    }

    @AfterEach
    void stop() throws Exception {
        live.close();
    }

    @Test
    void keysAndSubjectsWithUmlauts_areServed_andPrinted() throws Exception {
        live.workers("größe", 1);
        live.session("Jörg", "event.ü");
        live.awaitLine("COMMAND_GR=C3=B6=C3=9FE has 1 worker");
        live.awaitLine("session Jörg subscribes to event.ü");

        live.publish("command.größe", "c1");
        live.publish("command.übrig", "c2");
        live.publish("event.ü", "e1");

        live.awaitLine("command for COMMAND_GR=C3=B6=C3=9FE: command.größe #1 c1");
        live.awaitLine("command command.übrig waits, it has no worker: c2");
        live.awaitLine("event for Jörg: event.ü #1 e1");
        live.restart();
        assertEquals(List.of(), live.warnings());
        assertEquals(List.of(), live.payloads("event for Jörg"));
    }

    /** Headers that jnats cannot parse, sent by another client. */
    @ParameterizedTest
    @ValueSource(strings = {"Name: Jürgen", "Nämé: x", "My Name: x", "Name: a\u0001b", "no colon", ": x", "\r\n"})
    void unreadableHeaders_stopNothing(String header) throws Exception {
        live.session("Alice", "event.a");
        live.awaitLine("session Alice subscribes to event.a");
        publishRaw("event.a", header, "e1");
        publishRaw("command.x", header, "c1");
        live.publish("event.a", "e2");
        live.publish("command.x", "c2");

        soon(() -> assertEquals(List.of("e1", "e2"), live.payloads("event for Alice")));
        soon(() -> assertEquals(Set.of("c1", "c2"), Set.copyOf(live.payloads("command for COMMAND_X"))));
        live.restart();
        assertEquals(List.of(), live.warnings());
        assertEquals(List.of(), live.payloads("event for Alice"));
        live.publish("event.a", "e3");
        soon(() -> assertEquals(List.of("e3"), live.payloads("event for Alice")));
    }

    private void publishRaw(String subject, String header, String payload) throws Exception {
        byte[] headers = ("NATS/1.0\r\n" + header + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        long before = live.stream(subject.startsWith("event") ? "EVENT" : "COMMAND")
                .getStreamState()
                .getLastSequence();
        URI url = URI.create(live.playground().url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes("CONNECT {\"verbose\":false,\"headers\":true}\r\n".getBytes(StandardCharsets.UTF_8));
            out.writeBytes(
                    ("HPUB " + subject + " " + headers.length + " " + (headers.length + payload.length()) + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            out.writeBytes(headers);
            out.writeBytes((payload + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(out.toByteArray());
            soon(() -> assertEquals(
                    before + 1,
                    live.stream(subject.startsWith("event") ? "EVENT" : "COMMAND")
                            .getStreamState()
                            .getLastSequence()));
        }
    }

    /** The server removes the folder of a consumer some time after it has reported the removal. */
    @Test
    void consumersRemovedByHand_areCreatedInTheStoreToo() throws Exception {
        live.session("Alice", "event.a");
        live.awaitLine("session Alice subscribes to event.a");
        live.publish("event.a", "e1");
        soon(() -> assertEquals(List.of("e1"), live.payloads("event for Alice")));
        for (int times = 1; times <= 20; times++) {
            int made = times;
            live.management().deleteConsumer("EVENT", "Alice");
            soon(() -> assertEquals(made + 1, live.payloads("event for Alice").size()));
            soon(() -> assertEquals(
                    0, live.management().getConsumerInfo("EVENT", "Alice").getNumAckPending()));
            assertTrue(Files.exists(live.folder("EVENT").resolve("obs/Alice/meta.inf")), "removal " + times);
        }
        live.restart();
        assertEquals(List.of(), live.payloads("event for Alice"));
        assertEquals(List.of(), live.warnings());
    }

    @Test
    void bucketRemovedAfterARollup_andLaterRemovals_areNamed() throws Exception {
        live.session("Alice", "event.a");
        live.awaitLine("session Alice subscribes to event.a");
        Headers rollup = new Headers().add("Nats-Rollup", "all");
        byte[] entry = "{\"subscriptions\":[\"event.b\"]}".getBytes(StandardCharsets.UTF_8);
        live.nc().jetStream().publish("$KV.sessions.Bob", rollup, entry);
        live.awaitLine("session Alice has ended");

        live.management().deleteStream("KV_sessions");
        live.awaitLine(
                "warning: the bucket sessions was removed: all consumers stay as they are. Restart the live system"
                        + " to create an empty bucket");
        await().during(Duration.ofMillis(5_500)) // the bucket is checked again 5 s after the rollup
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        live.lines("warning: the sessions and workers may lag").isEmpty());
        live.publish("event.b", "e1");
        soon(() -> assertEquals(List.of("e1"), live.payloads("event for Bob")));
        live.management().deleteStream("EVENT_MIGRATED");
        live.awaitLine(
                "warning: the stream EVENT_MIGRATED was removed with its consumers: nothing more is delivered from"
                        + " it. Restart the live system to create it again");
        assertEquals(List.of(), live.lines("warning: the sessions and workers may lag"));
    }

    @Test
    void commandsThatTheStoreLost_areCounted() throws Exception {
        live.publish("command.x", "x");
        soon(() -> assertEquals(List.of("x"), live.payloads("command for COMMAND_X")));
        for (int i = 1; i <= 10; i++) {
            live.publish("command.z", "z" + i);
        }
        live.restart();
        assertEquals(List.of(), live.warnings());
        live.changeStopped(store -> {
            Path messages = live.folder("COMMAND").resolve("msgs");
            byte[] block = Files.readAllBytes(messages.resolve("1.blk"));
            for (int i = 0; i < 4; i++) {
                block[block.length * 3 / 4 + i] ^= (byte) 0xff;
            }
            Files.write(messages.resolve("1.blk"), block);
            Files.delete(messages.resolve("index.db"));
        });

        long left = live.stream("COMMAND").getStreamState().getMsgCount();
        assertTrue(left > 0 && left < 10, () -> left + " of 10 messages are left");
        assertEquals(
                List.of("warning: the stream COMMAND had 10 waiting commands at the last stop, and has " + left
                        + ": the others were lost or removed since"),
                live.warnings());
    }

    @Test
    void mirrorThatStartsLate_isAwaited_withALine() throws Exception {
        live.publish("command.x", "c1");
        soon(() ->
                assertEquals(1, live.stream("COMMANDX_MIRROR").getStreamState().getMsgCount()));
        long start = System.nanoTime();
        live.changeStopped(store -> delete(live.folder("COMMAND")));

        // a slow server finds the new stream at its first attempt
        boolean late = Duration.ofNanos(System.nanoTime() - start).toSeconds() >= 8;
        assertEquals(
                late
                        ? List.of(
                                "COMMANDX_MIRROR did not begin to mirror COMMAND within 4000 ms, the server replied: stream"
                                        + " not found [10059]; waiting until the server tries again")
                        : List.of(),
                live.lines("COMMANDX_MIRROR did not"),
                () -> live.lines.toString());
        live.publish("command.x", "c2");
        soon(() -> assertEquals(List.of("c2"), live.payloads("command for COMMAND_X")));
        soon(() ->
                assertEquals(2, live.stream("COMMANDX_MIRROR").getStreamState().getMsgCount()));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void unreadableMarkOfTheLastStop_isIgnored_andNamed() throws Exception {
        live.publish("command.z", "z");
        live.changeStopped(store -> Files.write(store.resolve("clean-stop"), new byte[] {(byte) 0xff, '\n', 1}));

        assertEquals(
                List.of("warning: " + live.store.resolve("clean-stop") + " cannot be read and is ignored: losses since"
                        + " the last stop may go unnoticed"),
                live.warnings());
    }
}
