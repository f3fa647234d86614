package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.docs.JavaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Follows each chapter of the tutorial as a reader does: saves the blocks with the file names in the text above them,
 * types the commands, and compares the output with the text block below.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class TutorialTest {
    private static final Path TUTORIAL = Path.of("docs", "tutorial");
    private static final Pattern BLOCK = Pattern.compile("(?ms)(.*?)^```(\\w+)[ \\w]*\\n(.*?)^```$");
    private static final Pattern FILE = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)*)`:\\s*$");
    private static final Pattern TIME = Pattern.compile(" *\\d+\\.\\d+ ?s\\b");
    private static final Pattern CHAPTER = Pattern.compile("\\(tutorial/(\\d-[\\w-]+\\.md)\\)");

    /** A code block, and the file that the text above it names. */
    private record Block(Optional<String> file, String language, String code) {}

    @ParameterizedTest
    @MethodSource("chapters")
    void chapter_commands_printTheShownOutput(Path chapter, @TempDir Path folder) throws Exception {
        Forked.Result last = null;
        int shown = 0;
        for (Block block : blocks(chapter)) {
            switch (block.language()) {
                case "sh" -> last = type(block.code(), folder);
                case "text" -> {
                    if (last != null) {
                        compare(last, block.code());
                        shown++;
                        last = null;
                    }
                }
                default -> save(block, folder);
            }
        }
        assertTrue(shown > 0, chapter + " shows no output");
    }

    /**
     * The chapter about a project cannot run Maven here: its classes and scenarios are compiled and run as Maven does.
     */
    @Test
    void projectWithOwnVerb_passes(@TempDir Path folder) throws Exception {
        List<Block> blocks = blocks(TUTORIAL.resolve("6-own-verbs.md"));
        for (Block block : blocks) {
            if (!block.language().equals("text")) {
                save(block, folder);
            }
        }
        Path classes = Files.createDirectories(folder.resolve("target/test-classes"));
        JavaSource.compile(
                blocks.stream()
                        .filter(block -> block.language().equals("java"))
                        .map(Block::code)
                        .toList(),
                classes);
        copy(folder.resolve("src/test/resources"), classes);

        Forked.Result run = Forked.run("${BINRUN/-cp /-cp target/test-classes:} run scenarios", folder);

        assertEquals("", run.err());
        assertTrue(run.out().startsWith("PASSED"), run.out());
        assertEquals(0, run.exitCode());
        assertTrue(Files.exists(folder.resolve("pom.xml")));
        assertTrue(Files.exists(classes.resolve("shop/ShopTest.class")));
    }

    @Test
    void contents_listEveryChapterInOrder() throws IOException {
        List<String> listed = CHAPTER.matcher(Files.readString(Path.of("docs", "tutorial.md")))
                .results()
                .map(link -> link.group(1))
                .toList();

        assertEquals(files().map(file -> file.getFileName().toString()).toList(), listed);
    }

    static Stream<Path> chapters() throws IOException {
        return files().filter(file -> !file.endsWith("6-own-verbs.md"));
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(TUTORIAL)) {
            return files.sorted().toList().stream();
        }
    }

    private static List<Block> blocks(Path chapter) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (MatchResult block :
                BLOCK.matcher(Files.readString(chapter)).results().toList()) {
            Optional<String> file = FILE.matcher(block.group(1))
                    .results()
                    .map(name -> name.group(1))
                    .findFirst();
            blocks.add(new Block(file, block.group(2), block.group(3)));
        }
        assertFalse(blocks.isEmpty(), chapter.toString());
        return blocks;
    }

    private static void save(Block block, Path folder) throws IOException {
        Path file = folder.resolve(block.file().orElseThrow(() -> new AssertionError("no file name above\n" + block)));
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.code());
    }

    private static Forked.Result type(String commands, Path folder) throws Exception {
        return Forked.run(commands.replace("./jbang binrun.java", "$BINRUN"), folder);
    }

    /** Compares without times; the output may have more lines after those that are shown. */
    private static void compare(Forked.Result result, String shown) {
        String expected = TIME.matcher(shown.strip()).replaceAll(" …");
        String actual = TIME.matcher(result.out() + result.err()).replaceAll(" …");
        assertTrue(actual.startsWith(expected), "expected:\n" + expected + "\nwas:\n" + actual);
        assertEquals(exitCode(shown), result.exitCode(), actual);
    }

    /** Copies the files below a folder, as Maven copies resources. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static int exitCode(String shown) {
        if (shown.startsWith("PASSED")) {
            return 0;
        }
        return shown.startsWith("FAILED") ? 1 : shown.startsWith("BROKEN") ? 3 : 2;
    }
}
