package dev.binrun.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import io.nats.NatsServerRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The pages for tests that start nats-server in another way. DocsTest runs the code after the change; this class runs
 * the code before it, except that for Testcontainers, which needs Docker.
 */
class MigrationPagesTest {
    private static final Path DOCS = Path.of("docs");

    @TempDir
    private Path classes;

    @ParameterizedTest
    @MethodSource("pages")
    void page_showsTheSameTestBeforeAndAfter(Path page) throws IOException {
        List<String> before = names(before(page));
        assertEquals(List.of("OrderTest", before.get(1)), before);
        assertEquals(before, names(blocks(page, "java").get(0)));
    }

    @Test
    void fromJnatsServerRunner_before_passes() throws Exception {
        Level level = NatsServerRunner.getDefaultOutputLevel();
        NatsServerRunner.setDefaultOutputLevel(Level.OFF);
        NatsServerRunner.setPreferredServerPath(
                NatsBinary.find(System.getenv()).path().toString());
        try {
            assertPasses(before(DOCS.resolve("from-jnats-server-runner.md")));
        } finally {
            NatsServerRunner.clearPreferredServerPath();
            NatsServerRunner.setDefaultOutputLevel(level);
        }
    }

    /** A second run meets what the first one left. */
    @Test
    void fromASharedServer_before_passesTwice() throws Exception {
        String before = before(DOCS.resolve("from-a-shared-server.md"));
        try (NatsServer shared = NatsServer.start(ServerOptions.ephemeral())) {
            System.setProperty("nats.url", shared.url());
            assertPasses(before);
            assertPasses(before);
        } finally {
            System.clearProperty("nats.url");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/junit-kit.md"})
    void page_isLinked(String from) throws IOException {
        String text = Files.readString(Path.of(from));
        assertEquals(
                List.of(),
                pages().map(page -> page.getFileName().toString())
                        .filter(page -> !text.contains(page + ")"))
                        .toList());
    }

    private void assertPasses(String source) throws Exception {
        TestExecutionSummary summary = JavaSource.test(source, classes);
        assertEquals(List.of(), summary.getFailures());
        assertEquals(1, summary.getTestsSucceededCount());
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(DOCS)) {
            return pages.filter(page -> page.getFileName().toString().startsWith("from-")).sorted().toList().stream();
        }
    }

    private static String before(Path page) throws IOException {
        return blocks(page, "java before").get(0);
    }

    private static List<String> blocks(Path page, String language) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Returns the names of the test class and of its tests. */
    private static List<String> names(String source) {
        return Pattern.compile("(?s)(?:^|\\n)class (\\w+)|@Test\\s+void (\\w+)")
                .matcher(source)
                .results()
                .map(name -> name.group(1) != null ? name.group(1) : name.group(2))
                .toList();
    }
}
