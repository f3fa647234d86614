package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A umask that also removes rights of the user. Root passes all checks of the kernel, so it drops
 * its capabilities.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs setpriv")
@Tag("slow")
class UmaskTest {
    private static final String PLAIN_USER = "setpriv --bounding-set=-all --inh-caps=-all ";
    private static final String SCENARIO = """
            name: restarted
            streams:
              - { name: A, subjects: [a] }
            steps:
              - pub: { subject: a, data: x }
              - server restart:
              - pub: { subject: a, data: y }
                expect: { seq: 2 }
              - stream view: A
                expect: { messages: [{ data: x }, { data: y }] }
            """;

    @TempDir
    private Path folder;

    @Test
    void scenario_withAnyUmask_passes_alsoAfterARestart() throws Exception {
        Files.writeString(folder.resolve("s.yaml"), SCENARIO);
        for (String umask : new String[] {"777", "277", "177"}) {
            Forked.Result result =
                    plainUser(umask, "$BINRUN run s.yaml --junit-xml x" + umask + " --server-log l" + umask);

            assertEquals(0, result.exitCode(), result.out() + result.err());
            assertModes(folder.resolve("x" + umask));
            assertModes(folder.resolve("l" + umask));
        }
    }

    @Test
    void folderForHomes_thatTheUmaskMadeUnusable_isRepaired() throws Exception {
        Files.writeString(folder.resolve("s.yaml"), SCENARIO);
        Path homes = Files.createDirectories(
                folder.resolve("tmp").resolve("binrun-" + Files.getAttribute(folder, "unix:uid")));
        Files.setPosixFilePermissions(homes, PosixFilePermissions.fromString("---------"));

        Forked.Result result = plainUser("022", "$BINRUN run s.yaml");

        assertEquals(0, result.exitCode(), result.out() + result.err());
    }

    @Test
    void liveSystem_withUmask777_startsTwice_andItsStoreIsPrivate() throws Exception {
        String start = "$BINRUN --port -1 --store-dir js > live.log 2>&1 & live=$!;"
                + " until grep -q 'Ctrl-C ends it' live.log || ! kill -0 $live; do sleep 0.1; done;"
                + " kill -INT $live; wait $live";
        for (int i = 0; i < 2; i++) {
            Files.deleteIfExists(folder.resolve("live.log"));
            Files.createFile(folder.resolve("live.log"));

            Forked.Result live = plainUser("777", start);

            assertEquals(0, live.exitCode(), Files.readString(folder.resolve("live.log")) + live.err());
            assertModes(folder.resolve("js"));
        }
    }

    /** Checks that the user has all rights on each file and folder, and that other users cannot write. */
    private static void assertModes(Path results) throws Exception {
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertTrue(
                        mode.matches(Files.isDirectory(file) ? "rwx.-..-." : "rw..-..-."), () -> file + " has " + mode);
            }
        }
    }

    private Forked.Result plainUser(String umask, String line) throws Exception {
        boolean root = (int) Files.getAttribute(folder, "unix:uid") == 0;
        assumeTrue(
                !root
                        || new ProcessBuilder("sh", "-c", PLAIN_USER + "true")
                                        .start()
                                        .waitFor()
                                == 0,
                "needs setpriv");
        String shell =
                (root ? PLAIN_USER : "") + "bash -c 'set -m; umask " + umask + "; " + line.replace("'", "'\\''") + "'";
        try (Forked forked = Forked.start(shell, folder, Map.of())) {
            return forked.result();
        }
    }
}
