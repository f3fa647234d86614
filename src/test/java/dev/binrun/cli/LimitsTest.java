package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.server.binary.NatsBinary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many parallel scenarios under a limit of the operating system: each is judged, or names the limit. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class LimitsTest {
    private static final String SCENARIO = "steps: [{parallel: [[{server info:, expect: {jetstream: true}}],"
            + " [{server info:, client: b, expect: {jetstream: true}}]]}]\n";
    private static final int SCENARIOS = 16;

    @TempDir
    private Path folder;

    @BeforeEach
    void scenarios() throws IOException {
        Path scenarios = Files.createDirectories(folder.resolve("scenarios"));
        for (int i = 0; i < SCENARIOS; i++) {
            Files.writeString(scenarios.resolve("s" + i + ".yaml"), SCENARIO);
        }
    }

    /**
     * In one of about thirty runs, JDK 17 closes a wrong descriptor, which can be the output. In another, the limit is
     * reached while JUnit loads a class, which ends the run. Such a run is repeated.
     */
    @Test
    void limitOfOpenFiles_isNamed() throws Exception {
        Path copies = readableCopies();
        Forked.Result result = underLimit(copies);
        String spoiled = "(?s).*(Bad file descriptor|NoClassDefFoundError: org/junit/).*";
        for (int again = 0;
                again < 6 && (result.out().isEmpty() || result.toString().matches(spoiled));
                again++) {
            result = underLimit(copies);
        }

        check(result, "ulimit -n: 110");
    }

    private Forked.Result underLimit(Path copies) throws Exception {
        return Forked.run("ulimit -n 110 && exec " + binrun(copies, folder.resolve("tmp")) + " --jobs 16", folder);
    }

    /** Root has no limit of processes, so another user runs the scenarios and must be able to read them. */
    @ParameterizedTest
    @ValueSource(ints = {60, 40})
    void limitOfProcesses_isNamed(int limit) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv")));
        Path copies = readableCopies();
        int uid = 100_000 + ThreadLocalRandom.current().nextInt(1_000_000); // a user without other processes
        String run = "ulimit -u " + limit + " && exec " + binrun(copies, copies.resolve("open")) + " --jobs 8";

        try (Forked forked = Forked.start(
                "exec setpriv --reuid=" + uid + " --regid=" + uid + " --clear-groups bash -c \"" + run + "\"",
                folder,
                Map.of(
                        "BINRUN_NATS_SERVER", copies.resolve("nats-server").toString(),
                        "BINRUN_CACHE", copies.resolve("open").toString(),
                        "HOME", copies.resolve("open").toString()))) {
            check(forked.result(), "ulimit -u: " + limit);
        } finally {
            Forked.awaitNothingLeft(copies.resolve("open"));
        }
    }

    @Test
    void noLimit_isNotNamed() throws Exception {
        Forked.Result result = Forked.run("$BINRUN run scenarios --jobs 2", folder);

        assertEquals(0, result.exitCode(), result::toString);
        assertFalse(result.out().contains("ulimit"), result::toString);
    }

    /** A limit of the size of files has the effect of a full disk. */
    @Test
    void reportThatCannotGrow_isNamed_andTheRunGoesOn() throws Exception {
        try (Forked forked = Forked.start(
                "ulimit -f 14 && $BINRUN run scenarios --jobs 2 --html run.html",
                folder,
                Map.of(),
                List.of("-XX:-UsePerfData"))) {
            Forked.Result result = forked.result();

            assertEquals(3, result.exitCode(), result::toString);
            assertEquals("--html: run.html cannot be written: File too large\n", result.err());
            assertTrue(result.out().contains(SCENARIOS + " scenarios: " + SCENARIOS + " passed"), result::toString);
        }
    }

    private static void check(Forked.Result result, String limit) {
        assertEquals(3, result.exitCode(), result::toString);
        List<String> lines = result.out().lines().toList();
        long broken = 0;
        for (int i = 0; i < lines.size(); i++) {
            assertFalse(lines.get(i).startsWith("FAILED "), result::toString);
            if (lines.get(i).startsWith("BROKEN ")) {
                broken++;
                assertTrue(lines.get(i + 1).contains("(" + limit + ")"), lines.get(i + 1));
            }
        }
        assertTrue(broken > 0, result::toString);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith(SCENARIOS + " scenarios: ")), result::toString);
        assertFalse((result.out() + result.err()).contains("itself failed"), result::toString);
    }

    private static String binrun(Path copies, Path temporary) {
        return Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                + " -Xlog:os+thread=off -Djava.io.tmpdir=" + temporary + " -cp '" + copies
                + "/*' dev.binrun.cli.Main run scenarios";
    }

    /**
     * Copies the class path, because only its user can read the temporary folder of a test. The classes go to a JAR, as
     * a user has them: it needs one descriptor, a folder of classes one for each class that is loaded.
     */
    private Path readableCopies() throws IOException {
        Path copies = Files.createDirectories(folder.resolve("copies"));
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(part);
            if (Files.isRegularFile(source)) {
                Files.copy(source, copies.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            } else if (Files.exists(source.resolve("dev/binrun/cli/Main.class"))) {
                String jar = copies.resolve("binrun.jar").toString();
                int failed = ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "--create", "--file", jar, "-C", source.toString(), ".");
                assertEquals(0, failed, "the JAR was not written");
            }
        }
        Files.copy(NatsBinary.find(System.getenv()).path(), copies.resolve("nats-server"));
        Path open = Files.createDirectories(copies.resolve("open"));
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        return copies;
    }
}
