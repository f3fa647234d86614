package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.SimConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundLinesTest {
    private final AtomicLong now = new AtomicLong();
    private final RoundLines rounds = new RoundLines(now::get);

    @Test
    void passed_hasTheSeedOfTheRound() {
        rounds.begin(3);
        rounds.started(Samples.scenario("a", 1));

        assertEquals(
                Optional.of("round 3 passed: 12 scenarios in 1.50 s, seed 3\n"),
                rounds.passed(12, Duration.ofMillis(1500)));
        assertEquals("round 3 did not pass, seed 3; 2 rounds passed before\n", rounds.last(false));
    }

    @Test
    void passed_allSeedsAreGiven_namesNone() {
        ScenarioCase scenario = Samples.scenario("a", 1);
        rounds.begin(2);
        rounds.started(scenario.withConfig(Optional.of(SimConfig.defaults().withSeed(7))));

        assertEquals(Optional.of("round 2 passed: 1 scenario in 1.50 s\n"), rounds.passed(1, Duration.ofMillis(1500)));
        assertEquals("round 2 did not pass; 1 round passed before\n", rounds.last(false));
        assertEquals("2 rounds passed\n", rounds.last(true));
        assertEquals("in round 2; 1 round passed before\n", rounds.interrupted());
    }

    @Test
    void millionRounds_showFewLines() {
        List<Integer> shown = IntStream.rangeClosed(1, 1_000_000)
                .filter(this::isShown)
                .boxed()
                .toList();

        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30), shown.subList(0, 12));
        assertEquals(1_000_000, shown.get(shown.size() - 1));
        assertTrue(shown.size() < 60, shown::toString);
    }

    @Test
    void slowRounds_showALineEachMinute() {
        List<Integer> shown = IntStream.rangeClosed(11, 19)
                .filter(round -> {
                    now.addAndGet(Duration.ofSeconds(25).toNanos());
                    return isShown(round);
                })
                .boxed()
                .toList();

        assertEquals(List.of(13, 16, 19), shown);
    }

    @Test
    void noRounds_haveNoLines() {
        assertEquals("", rounds.title() + rounds.last(true) + rounds.last(false) + rounds.interrupted());
    }

    private boolean isShown(int round) {
        rounds.begin(round);
        return rounds.passed(1, Duration.ZERO).isPresent();
    }
}
