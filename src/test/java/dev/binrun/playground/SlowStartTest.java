package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that recovers its store for longer than a start may take. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
final class SlowStartTest {
    @TempDir
    private Path folder;

    private LiveSystem live;

    @AfterEach
    void close() throws Exception {
        live.close();
    }

    @Test
    void slowStart_logContinues_isAwaited_withProgress() throws Exception {
        Path binary = folder.resolve("nats-server");
        Files.writeString(binary, """
                #!/bin/sh
                [ "$1" = -v ] || [ "$1" = --version ] && exec '%1$s' "$@"
                for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
                    echo "[$$] 2026/11/30 07:00:00.000000 [INF]   Recovering consumer $i"
                    sleep 1
                done
                exec '%1$s' "$@"
                """.formatted(NatsBinary.find(System.getenv()).path()));
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
        live = new LiveSystem(folder.resolve("js"));

        live.start(Map.of("BINRUN_NATS_SERVER", binary.toString()));

        List<String> progress = live.lines("the server has been recovering its store for ");
        assertEquals(2, progress.size(), live.lines::toString);
        assertTrue(
                progress.get(0)
                        .matches("the server has been recovering its store for [5-7] s: Recovering consumer [5-8]"),
                progress::toString);
    }

    /** A server with 50,000 consumers on a busy disk is silent for seconds. */
    @Test
    void serverThatIsSilentWhileSessionsStart_isWaitedFor() throws Exception {
        int sessions = 500;
        live = new LiveSystem(folder.resolve("js")).start();
        live.stop();
        live.onPlainServer(ServerOptions.ephemeral(), nc -> {
            for (int i = 0; i < sessions; i++) {
                nc.jetStream().publish("$KV.sessions.s" + i, "{\"subscriptions\":[\"event.a\"]}".getBytes());
            }
        });
        CompletableFuture<Void> silence = CompletableFuture.runAsync(() -> {
            try {
                LiveSystem.soon(() -> assertFalse(live.lines("session s").isEmpty()));
                String pid = Files.readAllLines(live.store.resolve("playground.lock"))
                        .get(1)
                        .split(" ")[0];
                new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
                Thread.sleep(9_000); // the length of the silence is what this tests
                new ProcessBuilder("kill", "-CONT", pid).start().waitFor();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        live.start();

        silence.join();
        assertEquals(sessions, live.lines("session s").size(), live.warnings()::toString);
        assertEquals(List.of(), live.warnings());
    }

    @Test
    @Timeout(60)
    void slowStart_logStops_isAborted() throws Exception {
        Path binary = folder.resolve("nats-server");
        Files.writeString(binary, """
                #!/bin/sh
                [ "$1" = -v ] || [ "$1" = --version ] && exec '%1$s' "$@"
                exec sleep 300
                """.formatted(NatsBinary.find(System.getenv()).path()));
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
        live = new LiveSystem(folder.resolve("js"));
        long begin = System.nanoTime();

        RuntimeException failure = org.junit.jupiter.api.Assertions.assertThrows(
                RuntimeException.class, () -> live.start(Map.of("BINRUN_NATS_SERVER", binary.toString())));

        assertEquals(
                "nats-server live-system did not start: it was not ready: it did not listen for clients within 10000ms",
                failure.getMessage().lines().findFirst().orElse(""));
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).compareTo(Duration.ofSeconds(30)) < 0);
    }
}
