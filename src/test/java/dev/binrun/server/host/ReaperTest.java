package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.VictimMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other JVMs start servers and end in every way that a JVM can end. */
@Timeout(60)
@Tag("slow")
class ReaperTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @TempDir
    Path temporary;

    @Test
    void jvm_killed_leavesNothing() throws Exception {
        try (Victim victim = Victim.start(temporary, "wait")) {
            victim.process().destroyForcibly();
            victim.awaitNothingLeft();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void jvm_terminated_leavesNothing() throws Exception {
        try (Victim victim = Victim.start(temporary, "wait")) {
            victim.process().destroy();
            victim.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"return", "exit", "halt", "throw"})
    void jvm_endsWithoutClosing_leavesNothing(String end) throws Exception {
        try (Victim victim = Victim.start(temporary, end)) {
            victim.awaitNothingLeft();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void jvm_killedWithPausedServer_leavesNothing() throws Exception {
        try (Victim victim = Victim.start(temporary, "wait")) {
            for (ProcessHandle server : victim.servers()) {
                assertEquals(
                        0,
                        new ProcessBuilder("kill", "-STOP", "" + server.pid())
                                .start()
                                .waitFor());
            }
            victim.process().destroyForcibly();
            victim.awaitNothingLeft();
        }
    }

    /** A paused server does not react to SIGTERM and would stay forever. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisabledOnOs(OS.WINDOWS)
    void jvm_endsDuringFaults_leavesNothing(boolean killed) throws Exception {
        try (Victim victim = Victim.start(temporary, "struck")) {
            if (killed) {
                victim.process().destroyForcibly();
            } else {
                victim.process().destroy();
            }
            victim.awaitNothingLeft();
        }
    }

    @Test
    void jvm_killedWithSpareServer_leavesNothing() throws Exception {
        try (Victim victim = Victim.start(temporary, "warm-wait")) {
            victim.process().destroyForcibly();
            victim.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    @DisabledOnOs(OS.WINDOWS)
    void jvm_signalledWithSpareServer_leavesNothing(String signal) throws Exception {
        try (Victim victim = Victim.start(temporary, "warm-wait")) {
            victim.signal(signal);
            victim.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"return", "exit", "halt", "throw"})
    void jvm_endsWithSpareServer_leavesNothing(String end) throws Exception {
        try (Victim victim = Victim.start(temporary, "warm-" + end)) {
            victim.awaitNothingLeft();
        }
    }

    /** In a container the shell ends with the JVM, so the JVM itself must end a server that nobody took. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void jvm_closedAllButTheSpareServer_needsNoReaper() throws Exception {
        try (Victim victim = Victim.start(temporary, "warm-close")) {
            victim.killReaper();
            victim.process().outputWriter().append('\n').close();
            victim.awaitNothingLeft();
        }
    }

    @Test
    void jvm_killed_keepsTheUsersStore() throws Exception {
        try (Victim victim = Victim.start(temporary, "wait")) {
            victim.process().destroyForcibly();
            victim.awaitNothingLeft();
            assertTrue(Files.isDirectory(temporary.resolve("kept/jetstream")));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void jvm_killedWithItsReaper_nextJvmCleansUp() throws Exception {
        try (Victim victim = Victim.start(temporary, "wait")) {
            victim.killReaper();
            victim.process().destroyForcibly();
            victim.process().onExit().join();
            Path home = victim.folders().get(0).getParent();
            Files.setLastModifiedTime(
                    home,
                    java.nio.file.attribute.FileTime.from(
                            java.time.Instant.now().minusSeconds(3600)));
            try (Victim next = Victim.start(temporary, "return")) {
                next.awaitNothingLeft();
                victim.awaitNothingLeft();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    @DisabledOnOs(OS.WINDOWS)
    void jvm_signalledWithKilledReaper_leavesNothing(String signal) throws Exception {
        try (Victim victim = Victim.start(temporary, "wait")) {
            victim.killReaper();
            victim.signal(signal);
            victim.awaitNothingLeft();
            assertTrue(Files.isDirectory(temporary.resolve("kept/jetstream")));
        }
    }

    /** In a container the shell ends with the JVM. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void jvm_closedAllServers_needsNoReaper() throws Exception {
        try (Victim victim = Victim.start(temporary, "close")) {
            victim.killReaper();
            victim.process().outputWriter().append('\n').close();
            victim.awaitNothingLeft();
        }
    }

    /** A JVM that ends waits 0.3 s for a thread in native code, such as the one that waits for the shell. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void jvm_closedAllServers_endsItsShellFirst() throws Exception {
        try (Victim victim = Victim.start(temporary, "close")) {
            ProcessHandle shell = victim.reaper();
            victim.process().outputWriter().append('\n').close();
            victim.process().waitFor();
            assertFalse(Victim.runs(shell));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void jvm_killed_readersOfItsFilesStayAlive() throws Exception {
        try (Victim victim = Victim.start(temporary, "wait")) {
            Process reader = new ProcessBuilder(
                            "tail",
                            "-f",
                            victim.folders().get(0).resolve("server.conf").toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                assertEquals("{", reader.inputReader().readLine()); // now tail has opened the file
                victim.process().destroyForcibly();
                victim.awaitNothingLeft();
                assertTrue(reader.isAlive());
            } finally {
                reader.destroyForcibly();
            }
        }
    }

    @Test
    void start_temporaryFolderMissing_isReportedAndTriedAgain() throws Exception {
        Path missing = temporary.resolve("missing");
        Process process = Victim.java(missing, "mend");
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(
                output.contains("no folder for servers can be created in " + missing + ": ")
                        && output.contains("or choose another with -Djava.io.tmpdir=")
                        && output.endsWith("mended\n"),
                output);
    }

    /** Another JVM with three servers, one of them on a store of the user. */
    private record Victim(Process process, List<ProcessHandle> servers, List<Path> folders) implements AutoCloseable {

        static Victim start(Path temporary, String end) throws IOException {
            Process process = java(temporary, end);
            List<ProcessHandle> servers = new ArrayList<>();
            List<Path> folders = new ArrayList<>();
            List<String> output = new ArrayList<>();
            var lines = process.inputReader();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                String[] words = line.split(" ", 3);
                if (words[0].equals("server")) {
                    ProcessHandle.of(Long.parseLong(words[1])).ifPresent(servers::add);
                    folders.add(Path.of(words[2]));
                }
                if (words[0].equals("ready")) {
                    assertEquals(3, folders.size(), output::toString);
                    return new Victim(process, servers, folders);
                }
            }
            throw new IOException("the JVM ended early: " + output);
        }

        static Process java(Path temporary, String end) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Djava.io.tmpdir=" + temporary,
                            "-cp",
                            System.getProperty("java.class.path"),
                            VictimMain.class.getName(),
                            temporary.resolve("kept").toString(),
                            end)
                    .redirectErrorStream(true)
                    .start();
        }

        void signal(String name) throws Exception {
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + name, "" + process.pid())
                            .start()
                            .waitFor());
        }

        void killReaper() {
            ProcessHandle shell = reaper();
            shell.destroyForcibly();
            shell.onExit().join();
        }

        ProcessHandle reaper() {
            List<ProcessHandle> shells = process.children()
                    .filter(child -> child.info().command().orElse("").endsWith("sh"))
                    .toList();
            assertEquals(1, shells.size());
            return shells.get(0);
        }

        void awaitNothingLeft() throws IOException {
            process.onExit().join();
            Awaitility.await("servers and folders are gone")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> {
                        assertEquals(
                                List.of(), servers.stream().filter(Victim::runs).toList());
                        Path temporary = folders.get(0).getParent().getParent().getParent();
                        try (Stream<Path> left = Files.list(temporary)) {
                            assertEquals(
                                    List.of(),
                                    left.filter(path -> path.getFileName()
                                                    .toString()
                                                    .startsWith("binrun-"))
                                            .toList());
                        }
                    });
        }

        /** Init may collect an ended process late; such a zombie has no executable any more. */
        private static boolean runs(ProcessHandle server) {
            return server.isAlive() && server.info().command().isPresent();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
            servers.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
