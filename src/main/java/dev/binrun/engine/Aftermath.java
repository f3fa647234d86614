package dev.binrun.engine;

import dev.binrun.engine.aftermath.BackgroundDrain;
import dev.binrun.engine.aftermath.RunDigest;
import dev.binrun.form.Quantity;
import dev.binrun.server.NatsServer;
import dev.binrun.verdict.CheckReport;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunEnding;
import dev.binrun.verdict.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * The work between the last step and the verdict: faults are undone, background readers get the messages that are there, checks are
 * judged and the digest is read. It ends with the scenario's timeout and a little more, and asks a server that a fault holds only
 * if a check needs its answer.
 */
final class Aftermath implements AutoCloseable {
    /** A scenario ends at most two seconds after its timeout; the rest of that is for its servers to end. */
    private static final Duration GRACE = Duration.ofMillis(1_500);

    /** A server that was starting when the time ran out listens within this time, or it did not come back. */
    private static final Duration LISTENS = Duration.ofMillis(1_000);

    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final Run run;
    private final List<StepReport> steps;
    private final boolean timeIsUp;
    private final Deadline deadline;
    private final StringJoiner times = new StringJoiner(", ", "after the steps: ", "").setEmptyValue("");
    private RunEnding ending;
    private List<CheckReport> checks;
    private boolean asked;

    /**
     * Ends the scenario's own time.
     *
     * @param ending how the steps ended
     */
    Aftermath(Run run, List<StepReport> steps, RunEnding ending) {
        this.run = run;
        this.steps = steps;
        this.ending = ending;
        this.timeIsUp = ending.outcome() == Outcome.FAILED && run.deadline().passed();
        Duration left = run.deadline().left();
        run.deadline().close();
        this.deadline = Deadline.in(left.plus(GRACE));
    }

    /** Judges the run. */
    RunEnding judge() {
        boolean needed = ending.passed() || !run.config().checks().isEmpty();
        asked = needed || !run.servers().hasFaults();
        if (timeIsUp) {
            notBack();
        }
        List<String> faults = asked ? timed("faults undone in ", run.servers()::undoFaults) : List.of();
        if (!asked) {
            run.servers().killPaused();
        }
        if (run.history().isPresent() && run.servers().lost().isEmpty()) {
            BackgroundDrain.await(run.backgrounds().gathering());
        }
        List<String> failures = new ArrayList<>(run.backgrounds().close());
        failures.addAll(faults);
        if (ending.passed() && !failures.isEmpty()) {
            ending = deadline.passed()
                    ? outOfTime("faults were being undone")
                    : RunEnding.broken(String.join("; ", failures), "");
        }
        checks = faults.isEmpty()
                ? timed("checks judged in ", () -> CheckRunner.judge(run))
                : CheckRunner.notJudged(run);
        boolean passedSoFar = ending.passed();
        ending = passedSoFar && checks.stream().anyMatch(CheckReport::notJudged) ? neverJudged() : ending.with(checks);
        if (ending.outcome() == Outcome.FAILED) {
            ending =
                    ending.unless(run.servers().fullDisk()).unless(run.servers().limit());
        }
        return ending;
    }

    /** Returns the checks' reports, once they are judged. */
    List<CheckReport> checks() {
        return checks;
    }

    /** Returns the digest; empty if a server is lost, a fault holds it, or the time is up. */
    String digest() {
        if (!asked || run.servers().lost().isPresent()) {
            return "";
        }
        return timed("digest read in ", () -> {
            try {
                return RunDigest.of(steps, checks, ending.outcome().toString(), run.clients());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "";
            }
        });
    }

    /** Returns a line with the durations of all this; empty if none is worth telling. */
    String times() {
        return times.toString();
    }

    @Override
    public void close() {
        deadline.close();
    }

    /** If the time ran out while a server was started, and the server does not listen a moment later, it did not come back. */
    private void notBack() {
        List<NatsServer> starting = run.servers().starting();
        if (!starting.isEmpty()) {
            run.servers().awaitListening(LISTENS);
        }
        starting.stream()
                .filter(server -> server.state().isLost())
                .findFirst()
                .ifPresent(server -> ending = RunEnding.broken(
                        run.servers().fate(server) + ": " + ending.message(), Servers.lastWords(server)));
    }

    private RunEnding neverJudged() {
        String meanwhile = "the checks were being judged";
        return run.servers()
                .lost()
                .map(server ->
                        RunEnding.broken(run.servers().fate(server) + ": " + meanwhile, Servers.lastWords(server)))
                .orElseGet(() -> deadline.passed()
                        ? outOfTime(meanwhile)
                        : RunEnding.broken("interrupted from outside: " + meanwhile, ""));
    }

    private RunEnding outOfTime(String meanwhile) {
        return RunEnding.broken(
                "the time is up: the scenario's timeout is "
                        + Quantity.write(run.deadline().timeout()) + ", and " + meanwhile + " (raise timeout)",
                "");
    }

    private <T> T timed(String what, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (took.compareTo(WORTH_TELLING) > 0) {
                times.add(what + Quantity.write(took));
            }
        }
    }
}
