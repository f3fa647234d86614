package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.TerminalSize;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatusLineTest {
    private final FakeTerminal terminal = new FakeTerminal(6, 20);
    private final PrintStream out = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    private final StatusLine screen = new StatusLine(out, true);

    StatusLineTest() {
        screen.fit(new TerminalSize(6, 20));
    }

    @Test
    void show_severalLines_areReplacedAndRemoved() {
        screen.show(List.of("one", "two", "three"));
        assertEquals(List.of("one", "two", "three"), terminal.lines());
        assertEquals(0, terminal.cursor());

        screen.show(List.of("other"));
        assertEquals(List.of("other"), terminal.lines());

        screen.end();
        assertEquals(List.of(), terminal.lines());
        assertTrue(terminal.wraps());
    }

    @Test
    void print_standsAboveTheStatus() {
        screen.show(List.of("one", "two"));
        screen.print("PASSED\n");
        screen.show(List.of("one", "two"));

        assertEquals(List.of("PASSED", "one", "two"), terminal.lines());
    }

    /** The terminal became narrower after the last measurement. */
    @Test
    void longLines_takeOneRowEach() {
        screen.fit(new TerminalSize(6, 200));

        screen.show(List.of("a".repeat(30), "b".repeat(30)));
        screen.print("PASSED\n");

        assertEquals(List.of("PASSED"), terminal.lines());
    }

    @Test
    void longLine_isCutAtTheWidth_andAnEmojiIsNotDivided() {
        screen.show(List.of("a".repeat(18) + "\uD83D\uDE00" + "bc"));

        assertTrue(terminal.toString(StandardCharsets.UTF_8).contains("a\uD83D\uDE00\u001B"), terminal::toString);
    }

    /** The JVM or a library may write to the terminal at any time, for example a warning. */
    @Test
    void foreignOutput_isNeverErased() {
        screen.show(List.of("one", "two"));
        out.print("WARNING: a library says something\n");
        screen.show(List.of("one", "two"));
        screen.print("PASSED\n");
        screen.end();

        assertEquals(List.of("WARNING: a library s", "ays something", "PASSED"), terminal.lines());
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    /** Any sequence of calls leaves the printed lines, in their order, and nothing else. */
    @ParameterizedTest
    @MethodSource("seeds")
    void randomCalls_keepEachPrintedLine(long seed) {
        Random random = new Random(seed);
        List<String> printed = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int lines = 1 + random.nextInt(screen.rows());
            screen.show(IntStream.range(0, lines)
                    .mapToObj(number -> "x".repeat(random.nextInt(40)))
                    .toList());
            if (random.nextBoolean()) {
                String line = "line " + i;
                printed.add(line);
                if (random.nextInt(4) == 0) {
                    out.print(line + " ".repeat(8) + "\n"); // over the first characters of the status
                } else {
                    screen.print(line + "\n");
                }
            }
        }
        screen.end();

        assertEquals(
                printed,
                terminal.lines().stream()
                        .map(line -> line.replaceAll(" +x*$", ""))
                        .toList());
    }
}
