package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.server.ServerOptions;
import dev.binrun.server.host.ServerException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a store that changed after a clean stop in a way that the server does not notice. */
@Timeout(120)
@Tag("slow")
final class ChangedStoreTest {
    @TempDir
    private Path folder;

    private LiveSystem live;

    @BeforeEach
    void fill() throws Exception {
        live = new LiveSystem(folder.resolve("js")).start();
        for (String session : List.of("s1", "s2")) {
            live.session(session, "event." + session);
            live.awaitLine("session " + session + " subscribes to event." + session);
            for (int event = 1; event <= 3; event++) {
                live.publish("event." + session, "e" + event);
            }
        }
        for (int i = 1; i <= 5; i++) {
            live.publish("command.z", "payload-" + i);
        }
        live.workers("y", 1);
        live.awaitLine("COMMAND_Y has 1 worker");
        soon(() -> assertEquals(6, live.lines("event for s").size()));
        soon(() ->
                assertEquals(6, live.stream("EVENT_MIGRATED").getStreamState().getMsgCount()));
    }

    @AfterEach
    void stop() throws Exception {
        live.close();
    }

    @Test
    void changedConsumerConfiguration_isNamed() throws Exception {
        Path meta = live.folder("EVENT").resolve("obs/s1/meta.inf");
        live.changeStopped(store -> replace(meta, "\"binrun.revision\":\"1\"", "\"binrun.revision\":\"0\""));

        assertEquals(
                List.of("warning: the configuration of the consumer s1 on EVENT is damaged: " + meta
                        + " changed since the last stop. Check it: nats consumer info EVENT s1"),
                live.warnings());
        live.restart();
        assertEquals(List.of(), live.warnings());
    }

    @Test
    void configurationChangedByTheServer_isNotNamed() throws Exception {
        live.stop();
        live.lines.clear();
        live.onPlainServer(
                ServerOptions.ephemeral(),
                nc -> nc.jetStreamManagement()
                        .addOrUpdateConsumer(
                                "EVENT",
                                ConsumerConfiguration.builder(nc.jetStreamManagement()
                                                .getConsumerInfo("EVENT", "s1")
                                                .getConsumerConfiguration())
                                        .ackWait(Duration.ofMinutes(5))
                                        .build()));
        live.start();

        assertEquals(
                List.of(
                        "warning: the consumer s1 on EVENT was edited by hand (ack_wait), and was reset to the entry of the bucket sessions"),
                live.warnings());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void truncatedSessionPosition_isNamed_eventsAreRedelivered(int length) throws Exception {
        Path position = live.folder("EVENT").resolve("obs/s1/o.dat");
        live.changeStopped(store -> Files.write(position, Arrays.copyOf(Files.readAllBytes(position), length)));

        assertEquals(
                List.of("warning: the position of the consumer s1 on EVENT is lost: " + position
                        + " is damaged and was renamed to o.dat.damaged. All stored messages that match the consumer are"
                        + " delivered again"),
                live.warnings());
        soon(() -> assertEquals(List.of("e1", "e2", "e3"), live.payloads("event for s1")));
        assertEquals(List.of(), live.payloads("event for s2"));
        live.restart();
        assertEquals(List.of(), live.warnings());
        assertEquals(List.of(), live.payloads("event for s1"));
    }

    @Test
    void truncatedWorkerPosition_isNamed_commandsAreWorked() throws Exception {
        Path position = live.folder("COMMAND").resolve("obs/COMMAND_Y/o.dat");
        live.changeStopped(store -> Files.write(position, Arrays.copyOf(Files.readAllBytes(position), 3)));

        assertEquals(
                List.of("warning: the position of the consumer COMMAND_Y on COMMAND is lost: " + position
                        + " is damaged and was renamed to o.dat.damaged. All stored messages that match the consumer are"
                        + " delivered again"),
                live.warnings());
        live.publish("command.y", "y1");
        soon(() -> assertEquals(List.of("y1"), live.payloads("command for COMMAND_Y")));
    }

    @Test
    void changedPosition_isNamed() throws Exception {
        Path position = live.folder("EVENT").resolve("obs/s1/o.dat");
        live.changeStopped(store -> {
            byte[] content = Files.readAllBytes(position);
            content[2] = 1;
            content[4] = 1;
            Files.write(position, content);
        });

        assertEquals(
                List.of("warning: the position of the consumer s1 on EVENT changed since the last stop (" + position
                        + "). If no other server used the store, it is damaged: messages may be"
                        + " delivered twice or skipped"),
                live.warnings());
    }

    /** The mirror confirms its last command about a second later. */
    @Test
    void waitingCommandsThatWereRemoved_areCounted_alsoAfterAStopRightAfterACommandX() throws Exception {
        live.publish("command.x", "x1");
        live.stop();
        live.lines.clear();
        live.onPlainServer(
                ServerOptions.ephemeral(), nc -> nc.jetStreamManagement().deleteMessage("COMMAND", 2));
        live.start();

        assertEquals(
                List.of("warning: the stream COMMAND had 5 waiting commands at the last stop, and has 4: the others"
                        + " were lost or removed since"),
                live.warnings());
    }

    @Test
    void positionChangedInAFailedStart_isNotNamed() throws Exception {
        live.stop();
        live.lines.clear();
        Path own = Files.writeString(folder.resolve("own.yaml"), "streams:\n  - { name: MINE, subjects: [event.x] }\n");
        Map<String, String> settings = Map.of("BINRUN_CONFIG", own.toString());
        assertThrows(ServerException.class, () -> live.start(settings));
        Path position = live.folder("EVENT").resolve("obs/s1/o.dat");
        byte[] content = Files.readAllBytes(position);
        content[2] = 1;
        content[4] = 1;
        Files.write(position, content);
        live.start();

        assertEquals(List.of(), live.warnings());
    }

    /** The consumers of command.x and of the mirror exist only while the server runs. */
    @Test
    void changedPositionOfCommandX_hasNoEffect() throws Exception {
        live.changeStopped(store -> {
            Path consumer = live.folder("COMMAND").resolve("obs/COMMAND_X");
            Files.delete(consumer.resolve("o.dat"));
            replace(consumer.resolve("meta.inf"), "\"binrun.key\":\"x\"", "\"binrun.key\":\"z\"");
        });

        assertEquals(List.of(), live.warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "COMMAND, payload-3, message 3 of the stream COMMAND is",
        "EVENT, e3, message 6 of the stream EVENT is",
        "EVENT_MIGRATED, e3, message 6 of the stream EVENT_MIGRATED is"
    })
    void unreadableMessage_isNamed(String stream, String payload, String named) throws Exception {
        Path block = live.folder(stream).resolve("msgs/1.blk");
        live.changeStopped(store -> replace(block, payload, "X".repeat(payload.length())));

        assertEquals(
                List.of("warning: " + named + " lost: " + block
                        + " changed since the last stop, and the server cannot read it"),
                live.warnings());
    }

    @Test
    void unreadableMessages_areNamed() throws Exception {
        Path block = live.folder("COMMAND").resolve("msgs/1.blk");
        live.changeStopped(store -> {
            for (int i : new int[] {1, 3, 4}) {
                replace(block, "payload-" + i, "pay_oad-" + i);
            }
        });

        assertEquals(
                List.of("warning: messages 1, 3 and 4 of the stream COMMAND are lost: " + block
                        + " changed since the last stop, and the server cannot read them"),
                live.warnings());
        live.workers("z", 1);
        soon(() -> assertEquals(List.of("payload-2", "payload-5"), live.payloads("command for COMMAND_Z")));
    }

    /**
     * Four flipped bytes at any place of a block: every command is worked, a line names the stream, or the start is
     * refused.
     */
    @Test
    void flippedBytes_neverLoseCommandsSilently() throws Exception {
        live.stop();
        Path block = live.folder("COMMAND").resolve("msgs/1.blk");
        byte[] whole = Files.readAllBytes(block);
        Path good = folder.resolve("good");
        DamagedStoreTest.copy(live.store, good);
        for (int place : new int[] {2, 5, 15, 40, 101, 127, whole.length - 4}) {
            DamagedStoreTest.delete(live.store);
            DamagedStoreTest.copy(good, live.store);
            byte[] flipped = whole.clone();
            for (int i = place; i < place + 4; i++) {
                flipped[i] ^= (byte) 0xff;
            }
            Files.write(block, flipped);
            String outcome = outcome();
            assertTrue(outcome.equals("6 worked") || outcome.contains("COMMAND"), () -> "at " + place + ": " + outcome);
        }
    }

    private String outcome() throws Exception {
        live.lines.clear();
        try {
            live.start();
        } catch (ServerException e) {
            return e.getMessage();
        }
        live.workers("z", 1);
        live.publish("command.z", "last");
        soon(() -> assertTrue(live.payloads("command for COMMAND_Z").contains("last")));
        String warnings = String.join("\n", live.warnings());
        int worked = live.payloads("command for COMMAND_Z").size();
        live.stop();
        return warnings.isEmpty() ? worked + " worked" : warnings;
    }

    /** The server would record each of the 2^40 sequences before it, until memory runs out. */
    @Test
    void sequenceThatWouldHangTheServer_failsTheStart() throws Exception {
        live.stop();
        Path block = live.folder("COMMAND").resolve("msgs/1.blk");
        byte[] content = Files.readAllBytes(block);
        int third = 2 * content.length / 5;
        content[third + Integer.BYTES + 5] = 1;
        Files.write(block, content);

        assertEquals(
                "the stream COMMAND in " + live.folder("COMMAND") + " cannot be recovered: " + block
                        + " is damaged: at byte " + third + " it has the sequence " + ((1L << 40) + 3) + " after 2",
                assertThrows(ServerException.class, live::start)
                        .getMessage()
                        .lines()
                        .findFirst()
                        .orElse(""));
        content[third + Integer.BYTES + 5] = 0;
        Files.write(block, content);
        live.lines.clear();
        live.start();
        assertEquals(List.of(), live.warnings());
    }

    @Test
    void pausedAndEditedWorkerOfCommandX_isReset_withAWarning() throws Exception {
        ConsumerConfiguration worker =
                live.management().getConsumerInfo("COMMAND", "COMMAND_X").getConsumerConfiguration();
        live.management()
                .addOrUpdateConsumer(
                        "COMMAND",
                        ConsumerConfiguration.builder(worker).maxDeliver(2).build());
        live.management()
                .pauseConsumer("COMMAND", "COMMAND_X", ZonedDateTime.now().plusHours(1));
        live.restart();

        assertEquals(
                List.of("warning: the consumer COMMAND_X on COMMAND was edited by hand (max_deliver, paused), and was"
                        + " reset to the entry of the bucket commands"),
                live.warnings());
        live.publish("command.x", "x1");
        soon(() -> assertEquals(List.of("x1"), live.payloads("command for COMMAND_X")));
        live.restart();
        assertEquals(List.of(), live.warnings());
    }

    @Test
    void strayFilesAmongTheStreams_areIgnored_andNamed() throws Exception {
        Path streams = live.folder("COMMAND").getParent();
        live.changeStopped(store -> {
            Files.writeString(streams.resolve("README.txt"), "x");
            Files.createDirectories(streams.resolve("backup/old"));
        });

        List<String> stray = List.of(
                "warning: " + streams.resolve("README.txt") + " is not the folder of a stream; it is ignored",
                "warning: " + streams.resolve("backup") + " is not the folder of a stream; it is ignored");
        assertEquals(stray, live.warnings());
        live.restart();
        assertEquals(stray, live.warnings());
        assertEquals("x", Files.readString(streams.resolve("README.txt")));
    }

    @Test
    void fileInThePlaceOfAStream_failsTheStart() throws Exception {
        live.management()
                .addStream(StreamConfiguration.builder()
                        .name("MINE")
                        .subjects("mine")
                        .build());
        live.stop();
        Path mine = live.folder("MINE");
        DamagedStoreTest.delete(mine);
        Files.writeString(mine, "x");

        assertEquals(
                "the stream MINE in " + mine + " cannot be recovered: " + mine + " is not a folder",
                assertThrows(ServerException.class, live::start)
                        .getMessage()
                        .lines()
                        .findFirst()
                        .orElse(""));
    }

    @Test
    void streamsThatOverlap_areBothNamed() throws Exception {
        live.stop();
        DamagedStoreTest.delete(live.store);
        live.onPlainServer(ServerOptions.ephemeral(), nc -> {
            for (String subject : List.of("event.mine", "event.other")) {
                nc.jetStreamManagement()
                        .addStream(StreamConfiguration.builder()
                                .name(subject.replace("event.", "").toUpperCase(java.util.Locale.ROOT))
                                .subjects(subject)
                                .build());
            }
        });

        assertEquals(
                "the business logic did not start on the store " + live.store + ": the stream EVENT cannot be created:"
                        + " its subjects [event.>] overlap those of the streams MINE [event.mine] and OTHER"
                        + " [event.other]. Remove or change them, or choose another store",
                assertThrows(ServerException.class, live::start).getMessage());
    }

    @Test
    void bucketThatOverlapsAStream_namesBoth() throws Exception {
        live.stop();
        DamagedStoreTest.delete(live.store);
        live.onPlainServer(
                ServerOptions.ephemeral(),
                nc -> nc.jetStreamManagement()
                        .addStream(StreamConfiguration.builder()
                                .name("MINE")
                                .subjects("$KV.sessions.Bob")
                                .build()));

        assertEquals(
                "the business logic did not start on the store " + live.store
                        + ": the bucket sessions cannot be created:"
                        + " its subjects [$KV.sessions.>] overlap those of the stream MINE [$KV.sessions.Bob]. Remove"
                        + " or change it, or choose another store",
                assertThrows(ServerException.class, live::start).getMessage());
    }

    @Test
    void ownStreamThatOverlaps_namesBoth() throws Exception {
        live.stop();
        Path own = Files.writeString(folder.resolve("own.yaml"), "streams:\n  - { name: MINE, subjects: [event.x] }\n");

        assertEquals(
                own + ":2:5: stream add: subjects overlap with an existing stream (10065), the stream EVENT [event.>]",
                assertThrows(ServerException.class, () -> live.start(Map.of("BINRUN_CONFIG", own.toString())))
                        .getMessage());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX permissions")
    void markOfTheLastStop_thatOthersMayWrite_isIgnored_andNamed() throws Exception {
        live.changeStopped(store -> {
            Files.writeString(store.resolve("clean-stop"), "LOST");
            Files.setPosixFilePermissions(store.resolve("clean-stop"), PosixFilePermissions.fromString("rw-rw-rw-"));
        });

        assertEquals(List.of(foreignMark()), live.warnings());
        live.restart();
        assertEquals(List.of(), live.warnings());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX permissions")
    void markOfTheLastStop_ofAnotherUser_isIgnored_andNamed() throws Exception {
        assumeTrue((int) Files.getAttribute(folder, "unix:uid") == 0, "needs root, to make a file of another user");
        live.changeStopped(store -> {
            Files.writeString(store.resolve("clean-stop"), "LOST");
            Files.setAttribute(store.resolve("clean-stop"), "unix:uid", 65534);
        });

        assertEquals(List.of(foreignMark()), live.warnings());
    }

    private String foreignMark() {
        return "warning: " + live.store.resolve("clean-stop") + " belongs to another user, or other users may write it,"
                + " so it is ignored: losses since the last stop may go unnoticed";
    }

    /** Replaces text in a file with text of the same length. */
    private static void replace(Path file, String text, String other) throws IOException {
        byte[] content = Files.readAllBytes(file);
        String latin = new String(content, StandardCharsets.ISO_8859_1);
        int at = latin.lastIndexOf(text);
        assertTrue(at >= 0 && text.length() == other.length(), () -> text + " in " + file);
        byte[] changed = content.clone();
        System.arraycopy(other.getBytes(StandardCharsets.ISO_8859_1), 0, changed, at, other.length());
        assertEquals(content.length, changed.length);
        Files.write(file, changed);
        assertArrayEquals(changed, Files.readAllBytes(file));
    }
}
