package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.PortOwner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the owner of a port is known on Linux only")
class KillCommandTest {
    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    @Test
    void nothingListens_isExitCode0() throws IOException {
        int port = freePort();

        assertEquals(0, shell.execute("kill", "--port", Integer.toString(port)));

        assertEquals("nothing listens on port " + port + "\n", shell.out());
    }

    @Test
    void foreignProgram_isNotEnded() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            long pid = ProcessHandle.current().pid();
            shell.environment.put("BINRUN_PORT", Integer.toString(port));

            assertEquals(1, shell.execute("kill"));

            assertEquals(
                    "port " + port + " is taken by java (process " + pid + "), which no running binrun started, so it"
                            + " is not ended; to end it: kill " + pid + "\n",
                    shell.err());
            assertFalse(PortOwner.isFree(port));
        }
    }

    @Test
    void anyPort_isAnError() {
        assertEquals(2, shell.execute("kill", "--port", "-1"));

        assertEquals(
                "name the port of the live system: --port PORT\nSee './jbang binrun.java kill --help'.\n", shell.err());
    }

    @Test
    void wrongPort_isAnError() {
        assertEquals(2, shell.execute("kill", "--port", "x"));

        assertEquals(
                "--port must be a port from 1 to 65535, or -1 for any free one, was \"x\"\n"
                        + "See './jbang binrun.java kill --help'.\n",
                shell.err());
    }

    @Test
    @Tag("slow")
    void liveSystem_isEnded_andItsDataStays() throws Exception {
        int port = freePort();
        Path out = folder.resolve("out");
        try (Forked forked = Forked.start("exec $BINRUN --port " + port + " > " + out, folder, Map.of())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(out) && Files.readString(out).contains("nats -s nats://"));

            assertEquals(0, shell.execute("kill", "--port", Integer.toString(port)), shell::err);

            assertEquals("ended binrun (process " + forked.process().pid() + ") on port " + port + "\n", shell.out());
            assertEquals("", forked.result().err());
            assertTrue(PortOwner.isFree(port));
            assertTrue(Files.isDirectory(folder.resolve("store/js")));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
