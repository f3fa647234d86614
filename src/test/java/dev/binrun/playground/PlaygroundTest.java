package dev.binrun.playground;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlaygroundTest {
    private static final int WELCOME = 5;

    @TempDir
    private Path folder;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Playground playground;
    private Connection nc;

    @BeforeEach
    void start() throws Exception {
        playground = Playground.start(settings(Map.of()), lines::add);
        nc = Nats.connect(playground.url());
    }

    @AfterEach
    void stop() throws Exception {
        nc.close();
        playground.close();
    }

    @Test
    void storeIsAFile_isASettingError() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        PlaygroundSettings settings =
                PlaygroundSettings.of(Map.of("BINRUN_PORT", "-1", "BINRUN_STORE_DIR", file.toString()));

        SettingException error = assertThrows(SettingException.class, () -> Playground.start(settings, lines::add));

        assertEquals(
                "the store " + file + " cannot be used: a file is in the way; choose another folder with --store-dir or"
                        + " BINRUN_STORE_DIR",
                error.getMessage());
    }

    @Test
    void start_printsUrlStoreAndExamples() {
        String url = playground.url();
        assertEquals(
                List.of(
                        "COMMAND_X has 1 worker",
                        "Live system on " + url + ", storing in " + folder.resolve("js") + ". Ctrl-C ends it. Try:",
                        "  nats -s " + url + " kv put sessions Alice '{\"subscriptions\":[\"event.orders.created\"]}'",
                        "  nats -s " + url + " pub event.orders.created 'order 1'",
                        "  nats -s " + url + " pub command.x 'pay order 1'"),
                lines);
    }

    @Test
    void messages_arePrintedInOneEscapedLine() throws Exception {
        nc.keyValue("sessions").put("Alice", "{\"subscriptions\":[\"event.a\"]}");
        nc.jetStream().publish("event.a", "one\ntwo \u001b[31m".getBytes(StandardCharsets.UTF_8));
        nc.jetStream().publish("command.x", new byte[1000]);
        nc.keyValue("sessions").put("Alice", "\u0007");
        soon(() -> assertEquals(
                Set.of(
                        "session Alice subscribes to event.a",
                        "event for Alice: event.a #1 one\\ntwo \\x1b[31m",
                        "command for COMMAND_X: command.x #1 " + "\\x00".repeat(200) + "... (1000 bytes)",
                        "warning: sessions key Alice revision 2 rejected, nothing changes:"
                                + " the value is not JSON: \\x07"),
                Set.copyOf(lines.subList(WELCOME, lines.size()))));
        nc.keyValue("sessions").put("Alice", "{\"subscriptions\":[\"event.b\"]}");
        soon(() -> assertEquals("session Alice now subscribes to event.b", lines.get(lines.size() - 1)));
        nc.keyValue("sessions").delete("Alice");
        soon(() -> assertEquals("session Alice has ended", lines.get(lines.size() - 1)));
        nc.keyValue("commands").put("y", "{\"workers\":2}");
        soon(() -> assertEquals("COMMAND_Y has 2 workers", lines.get(lines.size() - 1)));
        nc.keyValue("commands").delete("y");
        soon(() -> assertEquals("COMMAND_Y has ended", lines.get(lines.size() - 1)));
    }

    @Test
    void untakenMessages_arePrintedOnce() throws Exception {
        nc.jetStream().publish("event.other", "some\ntext".getBytes(StandardCharsets.UTF_8));
        nc.jetStream().publish("command.y", "do it".getBytes(StandardCharsets.UTF_8));
        nc.jetStream().publish("command.x", "pay".getBytes(StandardCharsets.UTF_8));
        soon(() -> assertEquals(
                Set.of(
                        "event event.other, no session subscribes to it: some\\ntext",
                        "command command.y waits, it has no worker: do it",
                        "command for COMMAND_X: command.x #2 pay"),
                Set.copyOf(lines.subList(WELCOME, lines.size()))));
        assertEquals(WELCOME + 3, lines.size());
    }

    @Test
    void cleanRestarts_processEachMessageOnce() throws Exception {
        nc.keyValue("sessions").put("Alice", "{\"subscriptions\":[\"event.a\"]}");
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                nc.jetStream().publish("command.x", ("c" + round + "-" + i).getBytes(StandardCharsets.UTF_8));
                nc.jetStream().publish("event.a", ("e" + round + "-" + i).getBytes(StandardCharsets.UTF_8));
                expected.add(round + "-" + i);
            }
            restart();
        }
        soon(() -> assertEquals(60, stream("COMMANDX_MIRROR").getStreamState().getMsgCount()));
        soon(() -> assertEquals(60, stream("EVENT_MIGRATED").getStreamState().getMsgCount()));
        soon(() -> assertEquals(0, stream("COMMAND").getStreamState().getMsgCount()));
        soon(() -> assertEquals(expected, told("command for COMMAND_X", "c")));
        soon(() -> assertEquals(expected, told("event for Alice", "e")));
    }

    @Test
    void waitingCommands_surviveARestart() throws Exception {
        nc.keyValue("commands").put("x", "{\"workers\":0}");
        soon(() -> assertEquals("COMMAND_X has 0 workers", lines.get(lines.size() - 1)));
        nc.jetStream().publish("command.x", "c1".getBytes(StandardCharsets.UTF_8));
        soon(() -> assertEquals(1, stream("COMMANDX_MIRROR").getStreamState().getMsgCount()));
        restart();
        nc.jetStream().publish("command.x", "c2".getBytes(StandardCharsets.UTF_8));
        soon(() -> assertEquals(2, stream("COMMANDX_MIRROR").getStreamState().getMsgCount()));
        assertEquals(List.of(), told("command for COMMAND_X", "c"));
        nc.keyValue("commands").put("x", "{\"workers\":1}");
        soon(() -> assertEquals(List.of("1", "2"), told("command for COMMAND_X", "c")));
        soon(() -> assertEquals(0, stream("COMMAND").getStreamState().getMsgCount()));
        assertEquals(2, stream("COMMANDX_MIRROR").getStreamState().getMsgCount());
    }

    @Test
    void takenPort_isNamed_withTheFix() {
        String port = playground.url().replaceAll(".*:", "");
        PlaygroundSettings other = settings(Map.of(
                "BINRUN_PORT",
                port,
                "BINRUN_UI",
                "false",
                "BINRUN_STORE_DIR",
                folder.resolve("other").toString()));
        ServerException taken = assertThrows(ServerException.class, () -> Playground.start(other, lines::add));
        assertTrue(taken.getMessage().startsWith("port " + port + " is taken: "), taken::getMessage);
        assertEquals(
                "next: end the process that uses port " + port
                        + ", or choose another port (--port or BINRUN_PORT; -1 takes any free one)",
                taken.getMessage().lines().toList().get(1));
    }

    @Test
    void secondLiveSystemOnOneStore_isRejected() {
        ServerException refused =
                assertThrows(ServerException.class, () -> Playground.start(settings(Map.of()), lines::add));
        assertEquals(
                "the live system of process " + ProcessHandle.current().pid() + " uses the store "
                        + folder.resolve("js")
                        + "; end that one, or choose another folder with --store-dir or BINRUN_STORE_DIR",
                refused.getMessage());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void olderServer_isRejected_nothingIsCreated() throws Exception {
        Path older = folder.resolve("nats-server");
        Files.writeString(older, "#!/bin/sh\necho 'nats-server: v2.12.0'\n");
        Files.setPosixFilePermissions(older, PosixFilePermissions.fromString("rwx------"));
        Path store = folder.resolve("other");
        PlaygroundSettings settings =
                settings(Map.of("BINRUN_NATS_SERVER", older.toString(), "BINRUN_STORE_DIR", store.toString()));
        ServerException refused = assertThrows(ServerException.class, () -> Playground.start(settings, lines::add));
        assertEquals(
                "the live system needs nats-server 2.14 or newer: " + older
                        + " (from BINRUN_NATS_SERVER) is 2.12.0, which does not mirror a work queue that has workers."
                        + " Unset BINRUN_NATS_SERVER to use " + NatsBinary.PINNED_VERSION
                        + ", or let it name a newer one",
                refused.getMessage());
        assertFalse(Files.exists(store));
    }

    @ParameterizedTest
    @CsvSource({"2.14.0, true", "2.14.5, true", "2.14.6, false", "2.14.10, false", "2.15.1, false"})
    void serverThatLosesCommands_warns(String version, boolean warns) {
        Optional<String> warning = RequiredServer.warning(new NatsBinary(folder, version, "the test"));
        assertEquals(
                warns
                        ? Optional.of(
                                "warning: nats-server " + version + " deletes acknowledged commands that no worker"
                                        + " takes yet (nats-server issue 8423). Unset BINRUN_NATS_SERVER to use "
                                        + NatsBinary.PINNED_VERSION + ", or let it name 2.14.6 or newer")
                        : Optional.empty(),
                warning);
    }

    private void restart() throws Exception {
        nc.close();
        playground.close();
        playground = Playground.start(settings(Map.of()), lines::add);
        nc = Nats.connect(playground.url());
    }

    private PlaygroundSettings settings(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("BINRUN_PORT", "-1");
        environment.put("BINRUN_UI", "false");
        environment.put("BINRUN_STORE_DIR", folder.resolve("js").toString());
        environment.putAll(more);
        return PlaygroundSettings.of(environment);
    }

    private StreamInfo stream(String name) throws Exception {
        return nc.jetStreamManagement().getStreamInfo(name);
    }

    private List<String> told(String start, String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1 + prefix.length()))
                .toList();
    }

    private static void soon(ThrowingRunnable assertion) {
        await().ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(assertion);
    }
}
