package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A live system in a separate process whose memory runs out, whose server does not reply, or that cannot close. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are POSIX")
@Tag("slow")
class LiveFailuresTest {
    private static final Duration END = Duration.ofSeconds(60);
    private static final int LARGE = 900_000;

    @TempDir
    Path folder;

    private Path store;
    private PlaygroundProcess process;

    @AfterEach
    void end() {
        if (process != null) {
            process.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 20})
    void memoryThatRunsOut_endsTheProgram_withOneSentenceAboutIt(int megabytes) throws Exception {
        start("-Xmx" + megabytes + "m", "-XX:+UseSerialGC");
        Connection nc = connect();
        publishUntilTheEnd(nc);

        assertEquals(3, process.exitCodeWithin(END), process.lines()::toString);
        nc.close();
        List<String> last = process.lines().stream()
                .skip(5)
                .filter(line -> !line.startsWith("command for ") && !line.equals("COMMAND_X has 1 worker"))
                .toList();
        assertEquals(1, last.size(), last::toString);
        assertTrue(
                last.get(0)
                        .matches(
                                "this JVM ran out of memory \\(Java heap space\\): it may use \\d+ MB, which -Xmx raises\\."
                                        + " The live system ends; finished commands may be worked again after the next"
                                        + " start"),
                last::toString);
    }

    /** Publishes large commands until the live system ends: the number that it can hold depends on the machine. */
    private void publishUntilTheEnd(Connection nc) throws InterruptedException {
        long end = System.nanoTime() + END.toNanos();
        try {
            while (process.isAlive() && System.nanoTime() < end) {
                for (int i = 0; i < 50; i++) {
                    nc.publish("command.x", new byte[LARGE]);
                }
                nc.flush(END);
            }
        } catch (TimeoutException | IllegalStateException e) {
            assertFalse(nc.getStatus() == Connection.Status.CONNECTED, e::toString);
        }
    }

    @Test
    void pausedServer_warnsOnce_andReportsItsReturn() throws Exception {
        start();
        long server = server();
        signal("-STOP", server);
        long held = System.nanoTime();
        try {
            process.await("warning: the server (process " + server + ") does not answer. Until it does, no event or"
                    + " command is stored, delivered or worked, and changes of the buckets wait. If a signal stopped it,"
                    + " kill -CONT " + server + " continues it");
            Duration silence = Duration.ofNanos(System.nanoTime() - held);
            assertTrue(silence.compareTo(Duration.ofSeconds(13)) < 0, silence::toString);
            Thread.sleep(Duration.ofSeconds(10)
                    .toMillis()); // that no second warning appears in this time is what this tests
        } finally {
            signal("-CONT", server);
        }
        process.await("the server answers again");
        Connection nc = connect();
        try {
            nc.jetStream().publish("command.x", "after".getBytes());
        } finally {
            nc.close();
        }
        process.await("after", "command for COMMAND_X");

        assertEquals(
                1,
                process.lines().stream()
                        .filter(line -> line.startsWith("warning: "))
                        .count(),
                process.lines()::toString);
        process.interrupt();
        assertEquals(0, process.exitCodeWithin(END), process.lines()::toString);
    }

    /** As on a machine that was suspended. */
    @Test
    void programAndServerThatAreHeldTogether_goOnWithoutAWarning() throws Exception {
        start();
        long server = server();
        Connection nc = connect();
        AtomicBoolean held = new AtomicBoolean();
        Thread publisher = new Thread(() -> {
            for (int i = 0; !held.get(); i++) {
                nc.publish("command.q", ("q" + i).getBytes());
                LockSupport.parkNanos(5_000_000);
            }
        });
        publisher.start();
        process.await("command command.q waits, it has no worker: q0");
        for (int length : new int[] {100, 12_000, 100}) {
            signal("-STOP", server);
            signal("-STOP", process.pid());
            Thread.sleep(length); // the length of the pause is what this tests
            signal("-CONT", server);
            signal("-CONT", process.pid());
        }
        held.set(true);
        publisher.join();
        nc.close();
        Connection after = connect();
        after.jetStream().publish("command.x", "after".getBytes());
        after.close();
        process.await("after", "command for COMMAND_X");

        process.interrupt();
        assertEquals(0, process.exitCodeWithin(END), process.lines()::toString);
        assertEquals(
                List.of(),
                process.lines().stream()
                        .filter(line -> line.startsWith("warning: "))
                        .toList());
    }

    @Test
    void stop_markCannotBeWritten_isExitCode3_withOneSentence() throws Exception {
        start();
        Files.createDirectories(store.resolve("clean-stop/occupied"));
        process.interrupt();

        assertEquals(3, process.exitCodeWithin(END), process.lines()::toString);
        assertEquals(
                List.of("warning: the stop was not clean, so finished commands may be worked again after the next"
                        + " start: " + store.resolve("clean-stop") + ": the folder is not empty"),
                process.lines().subList(5, process.lines().size()));
    }

    @Test
    void stop_unreadableStream_isExitCode3_withOneSentence() throws Exception {
        start();
        Files.createDirectory(store.resolve("jetstream/$G/streams/EVENT/msgs/9999.blk"));
        process.interrupt();

        assertEquals(3, process.exitCodeWithin(END), process.lines()::toString);
        assertEquals(
                List.of("warning: the stop was not clean, so finished commands may be worked again after the next"
                        + " start: the stream EVENT in " + store.resolve("jetstream/$G/streams/EVENT")
                        + " cannot be recovered: " + store.resolve("jetstream/$G/streams/EVENT/msgs/9999.blk")
                        + " is a folder"),
                process.lines().subList(5, process.lines().size()));
    }

    private void start(String... jvmOptions) throws IOException {
        store = folder.resolve("js");
        process = PlaygroundProcess.launch(store, "-1", jvmOptions);
        process.await("pub command.x");
    }

    private Connection connect() throws Exception {
        return Nats.connect(Options.builder()
                .server(process.url())
                .errorListener(new io.nats.client.ErrorListener() {})
                .build());
    }

    private long server() throws IOException {
        String lock = Files.readString(store.resolve("playground.lock"));
        return Long.parseLong(lock.lines().toList().get(1).split(" ")[0]);
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor());
    }
}
