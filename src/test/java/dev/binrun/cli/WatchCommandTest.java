package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.watch.Keyboard;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code watch} with real files, keys with Enter, and an engine that only names the scenarios. */
@Timeout(60)
class WatchCommandTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FakeShell shell = new FakeShell();
    private OutputStream keys;
    private CompletableFuture<Integer> exitCode;

    @TempDir
    private Path folder;

    @BeforeEach
    void fakes() throws IOException {
        PipedInputStream typed = new PipedInputStream();
        keys = new PipedOutputStream(typed);
        shell.keyboard = Optional.of(Keyboard.of(typed));
        shell.reader = ScenarioReader::read;
        shell.engine = (scenario, listener) -> Samples.verdict(
                scenario,
                !scenario.problems().isEmpty()
                        ? Outcome.INVALID
                        : scenario.name().startsWith("bad") ? Outcome.FAILED : Outcome.PASSED,
                scenario.problems().isEmpty() ? "" : scenario.problems().get(0).toString(),
                "");
    }

    @AfterEach
    void quit() throws IOException {
        if (exitCode != null && !exitCode.isDone()) {
            type("q");
            exitCode.join();
        }
    }

    @Test
    void watch_runsAll_andQuits() throws Exception {
        scenario("a", "first", "x");
        scenario("b", "second", "x");
        watch();
        awaitRuns(1);

        type("q");

        assertEquals(0, exitCode.get(30, TimeUnit.SECONDS));
        assertEquals(List.of("first", "second"), ran().stream().sorted().toList());
        assertTrue(
                shell.out().contains("waiting for a save; a=all f=failed t=last o=report q=quit, each with Enter\n"));
        assertEquals("", shell.err());
    }

    @Test
    void save_runsOnlyTheScenariosOfThisFile() throws Exception {
        scenario("a", "first", "x");
        scenario("b", "second", "x");
        watchAndForget();

        scenario("b", "second again", "x");

        awaitRuns(1);
        assertEquals(List.of("second again"), ran());
        assertTrue(shell.out().matches("(?s).*\n\\d\\d:\\d\\d:\\d\\d changed: \\S+b.yaml\nPASSED .*"), shell::out);
    }

    @Test
    void saveByRename_runs() throws Exception {
        scenario("a", "first", "x");
        watchAndForget();

        Path written = Files.writeString(folder.resolve("a.tmp"), text("renamed", "x"));
        Files.move(written, folder.resolve("a.yaml"), StandardCopyOption.REPLACE_EXISTING);

        awaitRuns(1);
        assertEquals(List.of("renamed"), ran());
    }

    @Test
    void payload_runsTheScenariosThatNameIt() throws Exception {
        Files.writeString(folder.resolve("order.bin"), "one");
        scenario("a", "first", "order.bin");
        scenario("b", "second", "other.bin");
        watchAndForget();

        Files.writeString(folder.resolve("order.bin"), "two");
        awaitRuns(1);
        assertEquals(List.of("first"), ran());

        shell.ran.clear();
        Files.writeString(folder.resolve("other.bin"), "new");
        awaitRuns(1);
        assertEquals(List.of("second"), ran());
    }

    /** The new name is known, so that a later save of the payload runs the scenario. */
    @Test
    void payload_namedByALaterSave_runs(@TempDir Path outside) throws Exception {
        Path payload = Files.writeString(outside.resolve("order.bin"), "one");
        scenario("a", "first", "none");
        watchAndForget();
        scenario("a", "first", payload.toString());
        awaitRuns(1);
        shell.ran.clear();

        Files.writeString(payload, "two");

        awaitRuns(1);
        assertEquals(List.of("first"), ran());
    }

    @Test
    void newFile_runs_andDeletedFileIsNamed() throws Exception {
        scenario("a", "first", "x");
        watchAndForget();

        Path added = scenario("sub/new", "added", "x");
        awaitRuns(1);
        assertEquals(List.of("added"), ran());

        shell.ran.clear();
        Files.delete(added);
        awaitOutput("removed: ");
        type("a");
        awaitRuns(1);
        assertEquals(List.of("first"), ran());
    }

    @Test
    void brokenFile_isShown_andRunsWhenItIsMended() throws Exception {
        scenario("a", "first", "x");
        watchAndForget();

        Files.writeString(folder.resolve("a.yaml"), "name: broken\nsteps: [\n");
        awaitOutput("a.yaml:3:1: not YAML: ");
        scenario("a", "mended", "x");

        await().atMost(LIMIT).until(() -> ran().contains("mended"));
    }

    @Test
    void saveDuringARun_runsAfterwards() throws Exception {
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        var passes = shell.engine;
        shell.engine = (scenario, listener) -> {
            begun.release();
            goOn.acquireUninterruptibly();
            return passes.apply(scenario, listener);
        };
        scenario("a", "first", "x");
        watch();
        begun.acquire();

        scenario("a", "second", "x");
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        scenario("a", "third", "x");
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertEquals(List.of("first"), ran());
        goOn.release(10);

        await().atMost(LIMIT).until(() -> ran().contains("third"));
        assertEquals(List.of("first", "third"), ran().stream().distinct().toList());
    }

    @Test
    void keyF_runsOnlyThoseThatDidNotPass() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), text("good", "x") + "---\n" + text("bad one", "x"));
        scenario("b", "good too", "x");
        watchAndForget();

        type("f");
        awaitRuns(1);
        assertEquals(List.of("bad one"), ran());

        shell.ran.clear();
        Files.writeString(folder.resolve("a.yaml"), text("good", "x") + "---\n" + text("mended", "x"));
        awaitRuns(2);
        type("f");
        awaitOutput("no scenario to run");
    }

    @Test
    void enter_runsThoseOfTheLastSave_orAll() throws Exception {
        scenario("a", "first", "x");
        scenario("b", "second", "x");
        watchAndForget();

        type("");
        awaitRuns(2);
        shell.ran.clear();
        scenario("b", "saved", "x");
        awaitRuns(1);
        shell.ran.clear();
        type("t");
        awaitOutput("again: ");

        awaitRuns(1);
        assertEquals(List.of("saved"), ran());
    }

    @Test
    void keyO_namesTheReportOfTheLastRun() throws Exception {
        scenario("a", "bad one", "x");
        watchAndForget();

        type("o");

        awaitOutput(" (open it in a browser)\n");
        Path report = Path.of(shell.out().replaceAll("(?s).*\nreport: (.*) \\(open.*", "$1"));
        assertTrue(Files.readString(report).contains("bad one"), report::toString);
    }

    @Test
    void removedFolder_isNoEnd() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path file = scenario("inner/a", "first", "x");
        watchAndForget("watch", inner.toString());

        Files.delete(file);
        Files.delete(inner);
        awaitOutput("removed: ");
        type("a");
        awaitOutput("no scenario to run");
        Files.createDirectory(inner);
        scenario("inner/a", "back", "x");

        awaitRuns(1);
        assertEquals(List.of("back"), ran());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void unreadableFile_isNamed_andTheOthersRun() throws Exception {
        scenario("a", "first", "x");
        watchAndForget();
        shell.reader = paths -> {
            throw new java.io.UncheckedIOException(new java.nio.file.AccessDeniedException("a.yaml"));
        };

        type("a");

        awaitOutput("a.yaml: permission denied");
    }

    @Test
    void engineThatThrows_isExplained_andTheLoopGoesOn() throws Exception {
        scenario("a", "first", "x");
        watchAndForget();
        var passes = shell.engine;
        shell.engine = (scenario, listener) -> {
            throw new IllegalStateException("a bug");
        };
        type("a");
        await().atMost(LIMIT).until(() -> shell.err().contains("binrun itself failed; please report this:"));
        shell.ran.clear();
        shell.engine = passes;

        scenario("a", "after the bug", "x");

        awaitRuns(1);
        assertEquals(List.of("after the bug"), ran());
    }

    @Test
    void slowScenario_runsWhenItIsSaved() throws Exception {
        scenario("a", "first", "x");
        Files.writeString(folder.resolve("slow.yaml"), "tags: [slow]\n" + text("large", "x"));
        watchAndForget();
        assertTrue(shell.out().contains("1 scenario left out by tags"), shell::out);

        Files.writeString(folder.resolve("slow.yaml"), "tags: [slow]\n" + text("larger", "x"));

        awaitRuns(1);
        assertEquals(List.of("larger"), ran());
    }

    @Test
    void tagsAndNames_select() throws Exception {
        scenario("a", "first", "x");
        Files.writeString(folder.resolve("b.yaml"), "tags: [kv]\n" + text("second", "x"));
        watchAndForget("watch", folder.toString(), "--tags", "kv", "--name", "s", "--seed", "7");

        scenario("a", "first again", "x");

        awaitOutput("nothing to run: no scenario matches --tags 'kv'; known tags: none");
        assertEquals(List.of(), ran());
        assertEquals(1, all.size());
        assertEquals(7, all.get(0).config().orElseThrow().seed());
    }

    @Test
    void missingPath_isWrongUsage() {
        assertEquals(2, shell.execute("watch", folder.resolve("none").toString()));

        assertTrue(shell.err().contains("none: there is no such file or folder"), shell::err);
    }

    @Test
    void standardInput_isWrongUsage() {
        assertEquals(2, shell.execute("watch", "-"));

        assertTrue(shell.err().startsWith("-: the standard input is not watched; name files or folders"), shell::err);
    }

    @Test
    void wrongTags_areWrongUsage() {
        assertEquals(2, shell.execute("watch", folder.toString(), "--tags", "a &"));

        assertTrue(shell.err().startsWith("--tags: 'a &' is not a tag expression"), shell::err);
    }

    private List<ScenarioCase> all = List.of();

    private void watch(String... arguments) {
        String[] words = arguments.length > 0 ? arguments : new String[] {"watch", folder.toString()};
        exitCode = CompletableFuture.supplyAsync(() -> shell.execute(words));
    }

    /** Waits for the first run, which is of all scenarios. */
    private void watchAndForget(String... arguments) {
        watch(arguments);
        awaitOutput("waiting for a save");
        all = List.copyOf(shell.ran);
        shell.ran.clear();
    }

    private void awaitRuns(int number) {
        await().atMost(LIMIT).until(() -> shell.ran.size() >= number);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    }

    private void awaitOutput(String part) {
        await().atMost(LIMIT).until(() -> shell.out().contains(part));
    }

    private List<String> ran() {
        return List.copyOf(shell.ran).stream().map(ScenarioCase::name).toList();
    }

    private void type(String key) throws IOException {
        keys.write((key + "\n").getBytes(StandardCharsets.US_ASCII));
        keys.flush();
    }

    private Path scenario(String file, String name, String payload) throws IOException {
        Path path = folder.resolve(file + ".yaml");
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text(name, payload));
    }

    private static String text(String name, String payload) {
        return "name: " + name + "\nsteps: [{pub: {subject: a, file: '" + payload + "'}, error: no responders}]\n";
    }
}
