package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The lines about the rounds of a run that is repeated until a scenario does not pass. */
final class RoundLines {
    /** Without a line for so long, a build server may believe that the run hangs. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private int number;
    private boolean ownSeed;
    private long lastLine;

    RoundLines() {
        this(System::nanoTime);
    }

    RoundLines(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastLine = nanos.getAsLong();
    }

    /** Begins a round. */
    void begin(int round) {
        number = round;
        ownSeed = false;
    }

    /** Notes whether a scenario has the seed of the round. */
    void started(ScenarioCase scenario) {
        ownSeed |= scenario.config().filter(config -> !config.seedGiven()).isPresent();
    }

    /** Returns the beginning of the status; empty without rounds. */
    String title() {
        return number == 0 ? "" : "round " + number + ", ";
    }

    /** Returns whether to show a verdict: in rounds only the bad ones, and skipped ones once. */
    boolean shows(Verdict verdict) {
        return number == 0 || verdict.outcome().exitCode() > 0 || verdict.outcome() == Outcome.SKIPPED && number == 1;
    }

    /** Returns the line about a round that passed. A run without end shows one at least each minute, but few more. */
    Optional<String> passed(int scenarios, Duration took) {
        long now = nanos.getAsLong();
        if (!isRound(number) && now - lastLine < LONGEST_SILENCE.toNanos()) {
            return Optional.empty();
        }
        lastLine = now;
        return Optional.of(String.format(
                Locale.ROOT,
                "round %d passed: %s in %.2f s%s\n",
                number,
                Count.of(scenarios, "scenario"),
                took.toNanos() / 1e9,
                seed()));
    }

    /** Returns whether a number is 1 to 10, 20, 30, …, 100, 200 and so on. */
    private static boolean isRound(int number) {
        int digits = number;
        while (digits % 10 == 0) {
            digits /= 10;
        }
        return digits < 10;
    }

    /** Returns the last line of the summary; empty without rounds. */
    String last(boolean passed) {
        if (number == 0) {
            return "";
        }
        return passed
                ? Count.of(number, "round passed", "rounds passed") + "\n"
                : "round " + number + " did not pass" + seed() + before() + "\n";
    }

    /** Returns the last line of a run that was stopped; empty without rounds. */
    String interrupted() {
        return number == 0 ? "" : "in round " + number + before() + "\n";
    }

    private String seed() {
        return ownSeed ? ", seed " + number : "";
    }

    private String before() {
        return "; " + Count.of(number - 1, "round passed", "rounds passed") + " before";
    }
}
