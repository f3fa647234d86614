package dev.binrun.playground;

import static dev.binrun.playground.LiveSystem.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A live system in a separate process whose store is removed or full, or whose server is paused. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
final class StoreLossTest {
    private static final Duration END = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private PlaygroundProcess process;

    @AfterEach
    void end() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    void storeThatIsRemoved_endsTheProgram_andIsNamed() throws Exception {
        Path store = folder.resolve("js");
        process = PlaygroundProcess.start(store);
        Files.move(store, folder.resolve("moved"));

        assertEquals(3, process.exitCodeWithin(END), process.lines()::toString);
        assertEquals(
                List.of("the store " + store + " is gone: it was removed or unmounted while the live system used it."
                        + " Nothing more can be stored, so the live system ends"),
                process.lines().subList(5, process.lines().size()));
    }

    @Test
    void pausedServer_isContinued_stopIsClean() throws Exception {
        Path store = folder.resolve("js");
        process = PlaygroundProcess.start(store);
        publish("command.x", 5);
        process.await("#5 p5", "command for COMMAND_X");
        signal("-STOP", serverOf(store));
        process.interrupt();

        assertEquals(0, process.exitCodeWithin(END), process.lines()::toString);
        process = PlaygroundProcess.start(store);
        publish("command.x", 1);
        process.await("p1", "command for COMMAND_X");
        assertEquals(
                1,
                process.lines().stream()
                        .filter(line -> line.startsWith("command for"))
                        .count());
    }

    @Test
    @Tag("slow")
    void repeatedlyPausedServer_isKilled_stopIsNotClean() throws Exception {
        Path store = folder.resolve("js");
        process = PlaygroundProcess.start(store);
        long server = serverOf(store);
        Thread holder = new Thread(() -> {
            try {
                while (ProcessHandle.of(server).isPresent()) {
                    signal("-STOP", server);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        holder.setDaemon(true);
        holder.start();
        process.interrupt();

        assertEquals(3, process.exitCodeWithin(Duration.ofSeconds(120)), process.lines()::toString);
        assertEquals(
                1,
                count("warning: the stop was not clean, so finished commands may be worked again after the next"
                        + " start: "),
                process.lines()::toString);
        holder.join();
    }

    @Test
    void fullDisk_warnsOnce_restartsWhenThereIsRoom() throws Exception {
        Path store = Files.createDirectory(folder.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", store.toString()), "mounting is not allowed");
        try {
            process = PlaygroundProcess.start(store);
            String url = process.url();
            publish("command.x", 1);
            process.await("p1", "command for COMMAND_X");
            Path filler = store.resolve("filler");
            fill(filler);
            assertThrows(Exception.class, () -> publish("event.a", 2000));
            process.await("warning: the server cannot write to the store " + store + ": ");
            Files.delete(filler);
            process.await("there is room again in the store " + store + ", and the server was started again");

            assertEquals(url, process.url());
            assertEquals(1, count("warning: the server cannot write to the store "));
            publish("command.x", 1);
            soon(() -> assertEquals(2, count("command for COMMAND_X")));
            process.interrupt();
            assertEquals(0, process.exitCodeWithin(END), process.lines()::toString);
        } finally {
            end();
            soon(() -> assertTrue(run("umount", store.toString())));
        }
    }

    @Test
    void fullDiskAtTheStop_isNamed_andLeavesNoHalfMark() throws Exception {
        Path store = Files.createDirectory(folder.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", store.toString()), "mounting is not allowed");
        try {
            process = PlaygroundProcess.start(store);
            fill(store.resolve("filler"));
            process.interrupt();

            assertEquals(3, process.exitCodeWithin(END), process.lines()::toString);
            assertEquals(
                    1,
                    count("warning: the stop was not clean, so finished commands may be worked again after the next"
                            + " start: " + store.resolve("clean-stop") + ": No space left on device"),
                    process.lines()::toString);
            assertFalse(Files.exists(store.resolve("clean-stop")));
        } finally {
            end();
            soon(() -> assertTrue(run("umount", store.toString())));
        }
    }

    @Test
    void serverThatUsesAllTheSpaceThatItMay_isNamedOnce() throws Exception {
        Path store = Files.createDirectory(folder.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", store.toString()), "mounting is not allowed");
        try {
            process = PlaygroundProcess.start(store);
            for (int i = 0; i < 2; i++) {
                assertThrows(Exception.class, () -> publish("event.a", 2000));
                process.await("warning: the server refuses events and commands: JetStream file resource limits exceeded"
                        + " for server. It may use 75 % of the space that was free when it started; make room on the"
                        + " disk of " + store + " and start again");
            }
            process.interrupt();
            assertEquals(0, process.exitCodeWithin(END), process.lines()::toString);
            assertEquals(1, count("warning: the server refuses "), process.lines()::toString);
        } finally {
            end();
            soon(() -> assertTrue(run("umount", store.toString())));
        }
    }

    private long count(String start) {
        return process.lines().stream().filter(line -> line.startsWith(start)).count();
    }

    private void publish(String subject, int count) throws Exception {
        Connection nc = Nats.connect(io.nats.client.Options.builder()
                .server(process.url())
                .errorListener(new io.nats.client.ErrorListener() {})
                .build());
        try {
            for (int i = 1; i <= count; i++) {
                byte[] padding = count < 1000 ? new byte[0] : new byte[20_000];
                String payload = "p" + i + new String(padding, StandardCharsets.UTF_8);
                nc.jetStream().publish(subject, payload.getBytes(StandardCharsets.UTF_8));
            }
        } finally {
            nc.close();
        }
    }

    private static void fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[64 * 1024]);
            }
        } catch (IOException e) {
            return; // it is full
        }
    }

    private static long serverOf(Path store) throws IOException {
        String lock = Files.readString(store.resolve("playground.lock"));
        return Long.parseLong(lock.lines().toList().get(1).split(" ")[0]);
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        run("kill", signal, String.valueOf(pid));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
