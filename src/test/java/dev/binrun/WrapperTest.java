package dev.binrun;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code ./jbang} with a PATH on which java, mvn and jbang are small scripts that print their arguments. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "jbang.cmd is only read, by WindowsWrapperTest")
class WrapperTest {
    private static final String SHOW = "for a; do printf '[%s]' \"$a\"; done; echo\n";
    /** As JBang: prints a command that shows the arguments it was given, with the last quoted as JBang quotes. */
    private static final String JAVA = "cat <<'OUT'\nprintf '[%s]' ran 'a b' 'it'\\''s' '$x'\nOUT\nexit 255\n";

    private static final String MAVEN = "echo maven >>\"$LOG\"\n"
            + "for a; do case $a in -DoutputDirectory=*) mkdir -p \"${a#*=}\"; : >\"${a#*=}/jbang-cli.jar\";; esac; done\n";

    @TempDir
    private Path folder;

    private Path bin;
    private Path cache;
    private Path log;

    @BeforeEach
    void fill() throws Exception {
        bin = Files.createDirectory(folder.resolve("bin"));
        cache = folder.resolve("a cache");
        log = Files.createFile(folder.resolve("log"));
        for (String tool : List.of("sh", "cat", "cmp", "dirname", "mkdir", "mktemp", "mv", "printf", "rm", "sleep")) {
            Files.createSymbolicLink(bin.resolve(tool), find(tool));
        }
    }

    @Test
    void firstRun_bringsJbangAndRunsWhatItSays() throws Exception {
        script("java", JAVA);
        script("mvn", MAVEN);

        Result result = jbang(Map.of(), "binrun.java");

        assertEquals("[ran][a b][it's][$x]", result.out);
        assertEquals("Downloading JBang 0.132.1 from Maven Central (once) ...\n", result.err);
        assertEquals(0, result.exitCode);
        assertTrue(Files.exists(cache.resolve("jbang-0.132.1").resolve("jbang-cli.jar")));
        assertEquals(List.of("jbang-0.132.1"), names(cache));
    }

    @Test
    void secondRun_bringsNothing() throws Exception {
        script("java", JAVA);
        script("mvn", MAVEN);
        jbang(Map.of(), "binrun.java");

        Result result = jbang(Map.of(), "binrun.java");

        assertEquals("", result.err);
        assertEquals(1, Files.readAllLines(log).size());
    }

    @Test
    void manyAtOnce_leaveOneWholeCopy() throws Exception {
        script("java", JAVA);
        script("mvn", MAVEN + "sleep 0.2\n");
        List<Process> processes =
                Stream.generate(() -> start(Map.of(), "binrun.java")).limit(5).toList();

        for (Process process : processes) {
            assertEquals("[ran][a b][it's][$x]", finish(process).out);
        }

        assertEquals(List.of("jbang-0.132.1"), names(cache));
        assertEquals(List.of("jbang-cli.jar"), names(cache.resolve("jbang-0.132.1")));
    }

    @Test
    void arguments_reachJbangAsTheyAre() throws Exception {
        script("java", "shift 4\n" + SHOW);
        script("mvn", MAVEN);

        Result result = jbang(Map.of(), "a b.java", "it's", "$HOME", "*", "", "\"q\"");

        assertEquals("[dev.jbang.Main][a b.java][it's][$HOME][*][][\"q\"]\n", result.out);
    }

    @Test
    void wordsUpToTheScript_areHandedOn() throws Exception {
        script("java", "printf '%s' \"${JBANG_TYPED-none}\"\n");
        script("mvn", MAVEN);
        String wrapper = Path.of("jbang").toAbsolutePath().toString();

        assertEquals(wrapper + "\na b.java\n", jbang(Map.of(), "a b.java", "run", "x.java").out);
        assertEquals(wrapper + "\nrun\n--verbose\nb.java\n", jbang(Map.of(), "run", "--verbose", "b.java").out);
        assertEquals("none\n", jbang(Map.of("JBANG_TYPED", "old"), "version").out);
    }

    @Test
    void exitCode_ofTheCommand_isTheWrappers() throws Exception {
        script("java", "echo 'sh -c \"exit 7\"'\nexit 255\n");
        script("mvn", MAVEN);

        assertEquals(7, jbang(Map.of(), "binrun.java").exitCode);
    }

    @Test
    void exitCode_ofJbangItself_isTheWrappers() throws Exception {
        script("java", "echo 'not found' >&2\nexit 2\n");
        script("mvn", MAVEN);

        Result result = jbang(Map.of(), "binrun.java");

        assertEquals(2, result.exitCode);
        assertTrue(result.err.endsWith("not found\n"), result.err);
    }

    @Test
    void standardInput_reachesTheCommand() throws Exception {
        script("java", "echo cat\nexit 255\n");
        script("mvn", MAVEN);

        Process process = start(Map.of(), "binrun.java");
        try (var in = process.outputWriter()) {
            in.write("from stdin");
        }

        assertEquals("from stdin", finish(process).out);
    }

    @Test
    void installedJbang_isUsed() throws Exception {
        script("jbang", SHOW + "exit 5\n");

        Result result = jbang(Map.of(), "binrun.java", "a b");

        assertEquals("[binrun.java][a b]\n", result.out);
        assertEquals(5, result.exitCode);
        assertFalse(Files.exists(cache));
    }

    @Test
    void linkToTheWrapperOnThePath_isNotTakenForJbang() throws Exception {
        Files.createSymbolicLink(bin.resolve("jbang"), Path.of("jbang").toAbsolutePath());
        script("java", JAVA);
        script("mvn", MAVEN);

        assertEquals("[ran][a b][it's][$x]", jbang(Map.of(), "binrun.java").out);
    }

    @Test
    void javaHome_isPreferred() throws Exception {
        script("java", "exit 9\n");
        script("mvn", MAVEN);
        Path home = Files.createDirectories(folder.resolve("a jdk").resolve("bin"));
        executable(home.resolve("java"), JAVA);

        assertEquals(0, jbang(Map.of("JAVA_HOME", home.getParent().toString()), "binrun.java").exitCode);
    }

    @Test
    void javaHome_thatIsNone_isAnError() throws Exception {
        Result result = jbang(Map.of("JAVA_HOME", "/no/jdk"), "binrun.java");

        assertEquals(
                "jbang: JAVA_HOME must name a JDK, but there is no /no/jdk/bin/java; correct or unset it\n",
                result.err);
        assertEquals(1, result.exitCode);
    }

    @Test
    void noJava_isAnError() throws Exception {
        Result result = jbang(Map.of(), "binrun.java");

        assertEquals("jbang: no java on the PATH: install a JDK, 17 or newer, or set JAVA_HOME\n", result.err);
        assertEquals(1, result.exitCode);
    }

    @Test
    void noMaven_isAnErrorWithTheWaysOut() throws Exception {
        script("java", JAVA);

        Result result = jbang(Map.of(), "binrun.java");

        assertEquals(
                "jbang: no jbang and no mvn on the PATH, one of them is needed: install Maven, or JBang (jbang.dev)\n",
                result.err);
        assertEquals(1, result.exitCode);
    }

    @Test
    void offline_withoutJbang_isAnErrorAndNothingIsTried() throws Exception {
        script("java", JAVA);
        script("mvn", MAVEN);

        Result result = jbang(Map.of("BINRUN_OFFLINE", "true"), "binrun.java");

        assertEquals(
                "jbang: BINRUN_OFFLINE is true, and JBang 0.132.1 is not in " + cache
                        + ": run this once without BINRUN_OFFLINE, or install JBang (jbang.dev)\n",
                result.err);
        assertEquals(1, result.exitCode);
        assertEquals(0, Files.readAllLines(log).size());
        assertFalse(Files.exists(cache));
    }

    @Test
    void offline_withJbang_runsItWithoutANetwork() throws Exception {
        script("java", "shift 4\n" + SHOW);
        script("mvn", MAVEN);
        jbang(Map.of("BINRUN_OFFLINE", "false"), "binrun.java");

        Result result = jbang(Map.of("BINRUN_OFFLINE", "true"), "binrun.java", "run");

        assertEquals("[dev.jbang.Main][--offline][binrun.java][run]\n", result.out);
        assertEquals("", result.err);
    }

    @Test
    void offline_whereSomethingIsMissing_saysWhyItWasNotBrought() throws Exception {
        script("java", "echo 'Could not read jnats' >&2\nexit 1\n");
        Files.createDirectories(cache.resolve("jbang-0.132.1"));

        Result result = jbang(Map.of("BINRUN_OFFLINE", "true"), "binrun.java");

        assertEquals(
                "Could not read jnats\njbang: BINRUN_OFFLINE is true, so nothing was downloaded: if something is missing"
                        + " (see above), run this once without BINRUN_OFFLINE\n",
                result.err);
        assertEquals(1, result.exitCode);
    }

    @Test
    void offline_withAnInstalledJbang_isHandedOn() throws Exception {
        script("jbang", SHOW);

        assertEquals("[--offline][binrun.java]\n", jbang(Map.of("BINRUN_OFFLINE", "true"), "binrun.java").out);
    }

    @Test
    void offline_thatIsNoYesOrNo_isAnError() throws Exception {
        Result result = jbang(Map.of("BINRUN_OFFLINE", "yes"), "binrun.java");

        assertEquals("jbang: BINRUN_OFFLINE must be true or false, was \"yes\"\n", result.err);
        assertEquals(1, result.exitCode);
    }

    @Test
    void mavenThatFails_isAnErrorWithItsOutput_andLeavesNothing() throws Exception {
        script("java", JAVA);
        script("mvn", "echo 'Unknown host'\nexit 1\n");

        Result result = jbang(Map.of(), "binrun.java");

        assertTrue(
                result.err.contains("Unknown host\njbang: Maven could not download dev.jbang:jbang-cli:0.132.1"),
                result.err);
        assertEquals(1, result.exitCode);
        assertEquals(List.of(), names(cache));
    }

    @Test
    void cacheThatCannotBeMade_isAnErrorOfTheSetting() throws Exception {
        script("java", JAVA);
        script("mvn", MAVEN);

        Result result = jbang(Map.of("BINRUN_CACHE", "/dev/null/x"), "binrun.java");

        assertTrue(
                result.err.endsWith(
                        "jbang: BINRUN_CACHE must be a folder that can be written, but no folder can be made in"
                                + " /dev/null/x (see above)\n"),
                result.err);
        assertEquals(1, result.exitCode);
        assertEquals(0, Files.readAllLines(log).size());
    }

    @Test
    void maven_checksChecksums() throws Exception {
        script("java", JAVA);
        script("mvn", "echo \"$*\" >>\"$LOG\"\n" + MAVEN);

        jbang(Map.of(), "binrun.java");

        assertTrue(Files.readString(log).startsWith("-q -B -C -f "), Files.readString(log));
    }

    @Test
    void umask_doesNotOpenTheCache() throws Exception {
        script("java", "umask >>\"$LOG\"\n" + JAVA);
        script("mvn", MAVEN);

        ProcessBuilder builder = new ProcessBuilder(
                "/bin/sh",
                "-c",
                "umask 000; exec \"$0\" binrun.java",
                Path.of("jbang").toAbsolutePath().toString());
        Result result = finish(start(builder, Map.of()));

        assertEquals(0, result.exitCode, result.err);
        assertEquals("rwxr-xr-x", mode(cache));
        assertEquals("rwxr-xr-x", mode(jbang()));
        assertEquals("rw-r--r--", mode(jbang().resolve("jbang-cli.jar")));
        assertEquals(List.of("maven", "0000"), Files.readAllLines(log), "the command keeps the user's umask");
    }

    @Test
    void ownFilesThatOthersMayWrite_areRepaired() throws Exception {
        script("java", JAVA);
        script("mvn", MAVEN);
        jbang(Map.of(), "binrun.java");
        Path jar = jbang().resolve("jbang-cli.jar");
        mode(cache, "rwxrwxrwx");
        mode(jbang(), "rwxrwxr-x");
        mode(jar, "rw-rw-rw-");

        Result result = jbang(Map.of(), "binrun.java");

        assertEquals("[ran][a b][it's][$x]", result.out, result.err);
        assertEquals("", result.err);
        assertEquals("rwxr-xr-x", mode(cache));
        assertEquals("rwxr-xr-x", mode(jbang()));
        assertEquals("rw-r--r--", mode(jar));
    }

    @Test
    void cacheSharedOnPurpose_isRefused_andStaysAsItIs() throws Exception {
        script("java", JAVA);
        script("mvn", MAVEN);
        Files.createDirectory(cache);
        assertEquals(
                0, new ProcessBuilder("chmod", "1777", cache.toString()).start().waitFor());

        Result result = jbang(Map.of(), "binrun.java");

        assertEquals(
                "jbang: " + cache + " belongs to another user or may be written by other users, so it is not used:"
                        + " remove it, or set BINRUN_CACHE to a folder of your own\n",
                result.err);
        assertEquals(1, result.exitCode);
        assertEquals("rwxrwxrwx", mode(cache));
        assertEquals(List.of(), names(cache));
    }

    @Test
    void filesOfAnotherUser_areRefused() throws Exception {
        assumeTrue((int) Files.getAttribute(folder, "unix:uid") == 0, "only root can give a file to another user");
        script("java", JAVA);
        script("mvn", MAVEN);
        jbang(Map.of(), "binrun.java");
        Path jar = jbang().resolve("jbang-cli.jar");
        Path link = jbang().resolve("other.jar");
        Files.createSymbolicLink(link, Files.createFile(folder.resolve("stranger.jar")));

        for (Path planted : List.of(jar, jbang(), cache, folder.resolve("stranger.jar"))) {
            Files.setAttribute(planted, "unix:uid", 65534);

            Result result = jbang(Map.of(), "binrun.java");

            Path named = planted.startsWith(cache) ? planted : link;
            assertEquals(
                    "jbang: " + named + " belongs to another user or may be written by other users, so it is not used:"
                            + " remove it, or set BINRUN_CACHE to a folder of your own\n",
                    result.err);
            assertEquals(1, result.exitCode);
            assertEquals("", result.out);
            Files.setAttribute(planted, "unix:uid", 0);
        }
        assertEquals(0, jbang(Map.of(), "binrun.java").exitCode);
    }

    @Test
    void leftoversOfKilledWrappers_areRemoved_andThoseOfLivingOnesStay() throws Exception {
        script("java", JAVA);
        script("mvn", "echo maven >>\"$LOG\"\nsleep 30\n");
        Process killed = start(Map.of(), "binrun.java");
        await().until(() -> !Files.readAllLines(log).isEmpty());
        List<ProcessHandle> children = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle child : children) {
            child.onExit().get(10, TimeUnit.SECONDS);
        }
        assertEquals(1, names(cache).size(), "the killed wrapper left its folder");
        Files.createDirectory(cache.resolve("jbang-new.XyZ123")); // of an earlier version
        String living = "jbang-new." + ProcessHandle.current().pid() + ".XyZ123";
        Files.createDirectory(cache.resolve(living));
        script("mvn", MAVEN);

        assertEquals(0, jbang(Map.of(), "binrun.java").exitCode);

        assertEquals(List.of("jbang-0.132.1", living), names(cache));
    }

    private Path jbang() {
        return cache.resolve("jbang-0.132.1");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private void script(String name, String body) throws IOException {
        executable(bin.resolve(name), body);
    }

    private static void executable(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result jbang(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        process.getOutputStream().close();
        return finish(process);
    }

    private Process start(Map<String, String> environment, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(Path.of("jbang").toAbsolutePath().toString()), Stream.of(arguments))
                        .toList());
        return start(builder, environment);
    }

    private Process start(ProcessBuilder builder, Map<String, String> environment) {
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", bin.toString(), "BINRUN_CACHE", cache.toString(), "LOG", log.toString()));
        builder.environment().putAll(environment);
        try {
            return builder.directory(folder.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result finish(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        return new Result(process.exitValue(), out, err);
    }

    private static Path find(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(part -> Path.of(part, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + tool + " on the PATH"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private record Result(int exitCode, String out, String err) {}
}
