package dev.binrun.report;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.Samples;
import dev.binrun.server.host.TerminalSize;
import dev.binrun.verdict.Outcome;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveScenariosTest {
    private final FakeTerminal terminal = new FakeTerminal(24, 80);
    private final StatusLine screen = new StatusLine(new PrintStream(terminal, true, StandardCharsets.UTF_8), true);
    private final AtomicLong now = new AtomicLong();
    private final AtomicReference<TerminalSize> size = new AtomicReference<>(TerminalSize.USUAL);
    private final LiveScenarios live = new LiveScenarios(screen, now::get, size::get);

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void lines_haveEachRunningScenarioWithItsTimeAndProgress() {
        live.begin("", 5);
        live.started("first");
        now.addAndGet(2_500_000_000L);
        live.started("second");
        live.started("third");
        live.progress("third", "3 of 20 runs");
        now.addAndGet(500_000_000L);
        live.ended(Samples.verdict(Samples.scenario("second", 2), Outcome.FAILED, "why", ""));
        live.draw();

        assertEquals(
                List.of(
                        "running     3.0 s  first",
                        "running     0.5 s  third: 3 of 20 runs",
                        "1 of 5 scenarios, 1 failed, 3 s"),
                terminal.lines());
    }

    @Test
    void moreJobsThanRows_showsTheLongestRunningAndCountsTheRest() {
        live.begin("round 2, ", 50);
        IntStream.range(0, 40).forEach(i -> live.started("s" + i));
        live.draw();

        List<String> lines = terminal.lines();
        assertEquals(12, lines.size());
        assertEquals("running     0.0 s  s10", lines.get(10));
        assertEquals("round 2, 0 of 50 scenarios, 29 more running, 0 s", lines.get(11));
    }

    @Test
    void smallTerminal_hasFewerLines() {
        size.set(new TerminalSize(4, 30));
        live.begin("", 50);
        IntStream.range(0, 40).forEach(i -> live.started("a scenario with a long name " + i));

        await().untilAsserted(() -> assertEquals(
                List.of("running     0.0 s  a scenario", "0 of 50 scenarios, 39 more ru"), terminal.lines()));
    }

    @Test
    void clock_drawsWithoutACall_untilTheEnd() {
        live.begin("", 1);
        live.started("first");
        await().untilAsserted(() ->
                assertEquals(List.of("running     0.0 s  first", "0 of 1 scenario, 0 s"), terminal.lines()));
        now.addAndGet(1_000_000_000L);
        await().untilAsserted(() ->
                assertEquals(List.of("running     1.0 s  first", "0 of 1 scenario, 1 s"), terminal.lines()));

        live.close();
        live.draw();

        assertEquals(List.of(), terminal.lines());
    }

    @Test
    void noTerminal_showsNothing_andStartsNoThread() {
        LiveScenarios plain = new LiveScenarios(new StatusLine(new PrintStream(terminal), false), now::get, size::get);
        plain.begin("", 1);
        plain.started("first");
        plain.draw();

        assertEquals(List.of(), terminal.lines());
        assertEquals(
                0,
                Stream.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
                        .filter(thread -> thread.getName().equals("binrun-live-lines") && thread.isAlive())
                        .count());
        plain.close();
    }
}
