package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that was damaged while no server used it. It has five sessions, five events each, five commands that
 * were worked, and twenty waiting commands.
 */
@Timeout(120)
@Tag("slow")
final class DamagedStoreTest {
    @TempDir
    private Path folder;

    private LiveSystem live;

    @BeforeEach
    void fill() throws Exception {
        live = new LiveSystem(folder.resolve("js")).start();
        fill(live);
    }

    @AfterEach
    void stop() throws Exception {
        live.close();
    }

    static void fill(LiveSystem live) throws Exception {
        for (int i = 1; i <= 5; i++) {
            live.session("s" + i, "event.s" + i);
            live.awaitLine("session s" + i + " subscribes to event.s" + i);
            for (int event = 1; event <= 5; event++) {
                live.publish("event.s" + i, "e" + event);
            }
            live.publish("command.x", "c" + i);
        }
        live.workers("y", 2);
        live.awaitLine("COMMAND_Y has 2 workers");
        for (int i = 1; i <= 20; i++) {
            live.publish("command.z", "z" + i);
        }
        soon(() -> assertEquals(5, live.payloads("command for COMMAND_X").size()));
        soon(() -> assertEquals(25, live.lines("event for s").size()));
        soon(() ->
                assertEquals(5, live.stream("COMMANDX_MIRROR").getStreamState().getMsgCount()));
        soon(() ->
                assertEquals(25, live.stream("EVENT_MIGRATED").getStreamState().getMsgCount()));
        soon(() -> assertEquals(20, live.stream("COMMAND").getStreamState().getMsgCount()));
    }

    @Test
    void messagesOfTheMirrorRemoved_areNamed() throws Exception {
        live.changeStopped(store -> delete(live.folder("COMMANDX_MIRROR").resolve("msgs")));

        assertEquals(
                List.of(
                        "warning: the stream COMMANDX_MIRROR had 5 messages at the last stop, and has 0: the others were"
                                + " lost or removed since"),
                live.warnings());
        assertWorks();
    }

    @Test
    void positionOfASessionRemoved_isNamed() throws Exception {
        live.changeStopped(store -> Files.delete(live.folder("EVENT").resolve("obs/s2/o.dat")));

        assertEquals(
                List.of(
                        "warning: the position of the consumer s2 on EVENT is missing in the store: its messages are delivered"
                                + " again"),
                live.warnings());
        soon(() -> assertEquals(List.of("e1", "e2", "e3", "e4", "e5"), live.payloads("event for s2")));
    }

    @Test
    void undamagedStore_startsWithoutAWarning() throws Exception {
        live.session("idle", "event.idle");
        live.awaitLine("session idle subscribes to event.idle");
        live.restart();

        assertEquals(List.of(), live.warnings());
        assertWorks();
        assertEquals(List.of(), live.lines("event for s5: event.s5 #25 "));
    }

    @Test
    void messagesOfCommandRemoved_nextCommandsAreWorkedAndMirrored() throws Exception {
        live.changeStopped(store -> delete(live.folder("COMMAND").resolve("msgs")));

        assertEquals(
                List.of(
                        "warning: the stream COMMAND had 20 waiting commands at the last stop, and has 0: the others were"
                                + " lost or removed since",
                        "warning: the messages of the stream COMMAND are lost: it ended at 0, although 5 messages were"
                                + " taken from it. It continues after 5"),
                live.warnings());
        assertWorks();
    }

    @Test
    void messagesOfEventRemoved_nextEventsReachSessionsAndTheSource() throws Exception {
        live.changeStopped(store -> delete(live.folder("EVENT").resolve("msgs")));

        List<String> warnings = live.warnings();
        assertEquals(
                "warning: the messages of the stream EVENT are lost: it ended at 0, although 25 messages were taken from"
                        + " it. It continues after 25",
                warnings.get(warnings.size() - 1));
        assertWorks();
    }

    @Test
    void commandOfAnOlderCopy_isWorked_andTheMirrorIsNamed() throws Exception {
        live.stop();
        Path copy = folder.resolve("copy");
        copy(live.folder("COMMAND"), copy);
        live.start();
        for (int i = 6; i <= 10; i++) {
            live.publish("command.x", "c" + i);
        }
        soon(() -> assertEquals(10, live.payloads("command for COMMAND_X").size()));
        soon(() ->
                assertEquals(10, live.stream("COMMANDX_MIRROR").getStreamState().getMsgCount()));
        live.changeStopped(store -> {
            delete(live.folder("COMMAND"));
            copy(copy, live.folder("COMMAND"));
        });

        assertEquals(
                List.of(
                        "warning: the stream COMMAND ended at 30 at the last stop, and ends at 25: the commands after it"
                                + " that were not worked are lost",
                        "warning: the stream COMMAND ends at 25, although COMMANDX_MIRROR has its messages up to 30:"
                                + " COMMANDX_MIRROR ignores new messages up to there. Remove COMMANDX_MIRROR"
                                + " and restart, and it is created again"),
                live.warnings());
        live.publish("command.x", "new");
        soon(() -> assertEquals(List.of("new"), live.payloads("command for COMMAND_X")));
    }

    @Test
    void unrecoverableStream_isNotReplacedByAnEmptyOne() throws Exception {
        live.stop();
        Path obs = live.folder("COMMAND").resolve("obs");
        Path moved = folder.resolve("obs");
        copy(obs, moved);
        delete(obs);
        Files.writeString(obs, "x");
        live.lines.clear();

        ServerException refused = assertThrows(ServerException.class, live::start);

        assertEquals(
                List.of(
                        "the stream COMMAND in " + live.folder("COMMAND") + " cannot be recovered: " + obs
                                + " is not a folder",
                        "next: repair the folder or replace it by a copy; or move it away, and an empty stream is created in"
                                + " its place"),
                refused.getMessage().lines().toList());
        assertEquals("x", Files.readString(obs));
        Files.delete(obs);
        copy(moved, obs);
        live.start();
        assertEquals(List.of(), live.warnings());
        assertEquals(20, live.stream("COMMAND").getStreamState().getMsgCount());
        assertWorks();
    }

    @Test
    void configurationOfAStreamDamaged_isNamed_andNothingIsLost() throws Exception {
        live.stop();
        Path meta = live.folder("EVENT").resolve("meta.inf");
        String kept = Files.readString(meta);
        Files.writeString(meta, kept.substring(0, kept.length() / 2));
        live.lines.clear();

        ServerException refused = assertThrows(ServerException.class, live::start);

        String first = refused.getMessage().lines().findFirst().orElse("");
        assertTrue(
                first.startsWith("the stream EVENT in " + live.folder("EVENT")
                        + " cannot be recovered: Stream metafile \"" + meta + "\": checksums do not match "),
                first);
        Files.writeString(meta, kept);
        live.start();
        assertWorks();
    }

    @Test
    void lostSessionEntries_sessionsContinue_areNamedAtEachStart() throws Exception {
        live.changeStopped(store -> {
            Path block = live.folder("KV_sessions").resolve("msgs/1.blk");
            byte[] all = Files.readAllBytes(block);
            Files.write(block, Arrays.copyOf(all, all.length / 2));
            Files.delete(block.resolveSibling("index.db"));
        });

        List<String> lost = List.of(lost("s3"), lost("s4"), lost("s5"));
        assertEquals(lost, live.warnings().stream().sorted().toList());
        assertWorks();
        live.restart();
        assertEquals(lost, live.warnings().stream().sorted().toList());
        assertWorks();

        live.session("s4", "event.s4");
        live.nc().keyValue("sessions").delete("s5");
        live.awaitLine("session s5 has ended");
        live.restart();
        assertEquals(List.of(lost("s3")), live.warnings());
        assertEquals(List.of(), live.lines("session s5"));
    }

    @Test
    void lostWorkerEntries_workersContinue_areNamed() throws Exception {
        live.changeStopped(store -> delete(live.folder("KV_commands").resolve("msgs")));

        assertEquals(
                List.of(
                        "warning: the store of the bucket commands has lost the entry of y, which continues with 1 worker;"
                                + " put the key again, or delete it"),
                live.warnings());
        live.publish("command.y", "work");
        soon(() -> assertEquals(List.of("work"), live.payloads("command for COMMAND_Y")));
    }

    @Test
    void unreadableEntries_areSkipped_sessionsContinue() throws Exception {
        live.changeStopped(store -> {
            Path block = live.folder("KV_sessions").resolve("msgs/1.blk");
            byte[] all = Files.readAllBytes(block);
            for (int i = 0; i < 4; i++) {
                all[all.length / 2 + i] ^= (byte) 0xff;
            }
            Files.write(block, all);
        });

        List<String> warnings = live.warnings();
        assertTrue(
                warnings.get(0)
                        .matches(
                                "warning: the server cannot read the entries \\d to \\d of the bucket sessions: its store is"
                                        + " damaged \\(streams/KV_sessions/msgs\\)\\. Their contents are unknown; put their keys again"),
                warnings::toString);
        assertTrue(warnings.contains(lost("s3")), warnings::toString);
        assertEquals(List.of(), live.lines("session s3 has ended"));
        assertWorks();
        live.session("s3", "event.s3", "event.more");
        live.awaitLine("session s3 now subscribes to event.s3, event.more");
    }

    private static String lost(String key) {
        return "warning: the store of the bucket sessions has lost the entry of " + key
                + ", which continues unchanged; put the key again, or delete it";
    }

    /** Checks that each session receives an event, and that a command is worked and mirrored. */
    private void assertWorks() throws Exception {
        long mirrored = live.stream("COMMANDX_MIRROR").getStreamState().getMsgCount();
        long migrated = live.stream("EVENT_MIGRATED").getStreamState().getMsgCount();
        for (int i = 1; i <= 5; i++) {
            live.publish("event.s" + i, "new" + i);
        }
        live.publish("command.x", "new");
        for (int i = 1; i <= 5; i++) {
            String session = "s" + i;
            List<String> last = List.of("new" + i);
            soon(() -> assertEquals(last, live.payloads("event for " + session)));
        }
        soon(() -> assertEquals(List.of("new"), live.payloads("command for COMMAND_X")));
        soon(() -> assertEquals(
                mirrored + 1, live.stream("COMMANDX_MIRROR").getStreamState().getMsgCount()));
        soon(() -> assertEquals(
                migrated + 5, live.stream("EVENT_MIGRATED").getStreamState().getMsgCount()));
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
