package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.ServerException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts of the live system that fail, and the reasons that they name. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
final class FailedStartTest {
    @TempDir
    private Path folder;

    private LiveSystem live;

    @AfterEach
    void close() throws Exception {
        live.close();
    }

    @Test
    void rejectedMirror_isNamedWithTheServersReason() throws Exception {
        live = new LiveSystem(folder.resolve("js"));
        live.onPlainServer(ServerOptions.ephemeral(), nc -> {
            nc.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("COMMAND")
                            .subjects("command.>")
                            .retentionPolicy(RetentionPolicy.WorkQueue)
                            .maxConsumers(1)
                            .build());
            nc.jetStreamManagement()
                    .createConsumer(
                            "COMMAND",
                            ConsumerConfiguration.builder()
                                    .durable("mine")
                                    .filterSubject("command.mine")
                                    .build());
        });

        assertEquals(
                "the business logic did not start on the store " + live.store
                        + ": COMMANDX_MIRROR did not begin to mirror COMMAND within 15000 ms, the server replied: maximum"
                        + " consumers limit reached [10026]",
                assertThrows(ServerException.class, live::start).getMessage());
    }

    @Test
    void serverKilledBeforeItListens_isNamedAtOnce() throws Exception {
        live = new LiveSystem(folder.resolve("js"));
        Path binary = wrapper("kill -9 $$");
        long begin = System.nanoTime();

        ServerException failure =
                assertThrows(ServerException.class, () -> live.start(Map.of("BINRUN_NATS_SERVER", binary.toString())));

        assertEquals(
                "nats-server live-system did not start: it was not ready: it ended by itself (signal 9)",
                failure.getMessage().lines().findFirst().orElse(""));
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).compareTo(Duration.ofSeconds(8)) < 0);
    }

    @Test
    void serverKilledAfterItListens_isNamedAtOnce() throws Exception {
        live = new LiveSystem(folder.resolve("js")).start();
        for (int i = 0; i < 300; i++) {
            live.session("s" + i, "event.s" + i);
        }
        soon(() -> assertEquals(300, live.lines("session s").size()));
        live.stop();
        live.lines.clear();
        Thread killer = new Thread(() -> {
            soon(() -> assertTrue(live.lines.size() > 10));
            try {
                String lock = Files.readString(live.store.resolve("playground.lock"));
                ProcessHandle.of(Long.parseLong(lock.lines().toList().get(1).split(" ")[0]))
                        .orElseThrow()
                        .destroyForcibly();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        killer.start();
        long begin = System.nanoTime();

        ServerException failure = assertThrows(ServerException.class, live::start);

        assertEquals(
                "the business logic did not start on the store " + live.store
                        + ": its nats-server ended by itself (signal 9)",
                failure.getMessage());
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).compareTo(Duration.ofSeconds(10)) < 0);
        killer.join();
    }

    @Test
    void storePathWithControlCharacters_isEscaped() throws Exception {
        live = new LiveSystem(folder.resolve("a\u0001\u001b[31m\tb\bc\u2028d\"e"));
        live.start(Map.of("BINRUN_SERVER_LOG", "true"));
        live.session("Alice", "event.a");
        live.awaitLine("session Alice subscribes to event.a");

        assertTrue(Files.isDirectory(live.folder("EVENT")));
        assertEquals(
                List.of(),
                live.lines.stream()
                        .filter(line -> line.chars().anyMatch(Character::isISOControl))
                        .toList());
        assertEquals(
                1,
                live.lines.stream()
                        .filter(line -> line.contains("a\\x01\\x1b[31m\\tb\\x08c\\u2028d\"e. Ctrl-C"))
                        .count());
        live.restart();
        assertEquals(List.of(), live.warnings());
    }

    private Path wrapper(String line) throws Exception {
        Path binary = folder.resolve("nats-server");
        Files.writeString(binary, """
                #!/bin/sh
                [ "$1" = -v ] || [ "$1" = --version ] && exec '%s' "$@"
                %s
                """.formatted(NatsBinary.find(System.getenv()).path(), line));
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
        return binary;
    }
}
