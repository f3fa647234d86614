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
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * The work between the last step and the verdict: undoes faults, lets background readers catch up, judges the checks
 * and reads the digest. It may last a little longer than the scenario's timeout. It asks a server that a fault holds
 * only if a check needs the reply.
 */
final class Aftermath {
    /** A scenario ends at most two seconds after its timeout; the rest of them is for the end of its servers. */
    private static final Duration GRACE = Duration.ofMillis(1_500);

    /** A server that was starting when the time was up must listen within this time. */
    private static final Duration LISTENS = Duration.ofMillis(1_000);

    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Run run;
    private final List<StepReport> steps;
    private final RunEnding performed;
    private final Deadline deadline;
    private final boolean asksServers;
    private final StringJoiner times = new StringJoiner(", ", "after the steps: ", "").setEmptyValue("");

    /**
     * A run that has been judged.
     *
     * @param digest empty if a server is lost, a fault holds it, or the time is up
     * @param times a line with the durations of the aftermath; empty if all were short
     */
    record JudgedRun(RunEnding ending, List<CheckReport> checks, String digest, String times) {}

    private Aftermath(Run run, List<StepReport> steps, RunEnding performed, Deadline deadline) {
        this.run = run;
        this.steps = steps;
        this.performed = performed;
        this.deadline = deadline;
        boolean needed = performed.passed()
                || !run.config().checks().isEmpty()
                || !run.servers().isOwn(); // others use them after this run
        this.asksServers = needed || !run.servers().hasFaults();
    }

    /**
     * Ends the scenario's own time and judges its run.
     *
     * @param performed the ending by the steps alone
     */
    static JudgedRun judge(Run run, List<StepReport> steps, RunEnding performed) {
        boolean timeIsUp =
                performed.outcome() == Outcome.FAILED && run.deadline().passed();
        Duration left = run.deadline().left();
        run.deadline().close();
        try (Deadline deadline = Deadline.in(left.plus(GRACE))) {
            Aftermath aftermath = new Aftermath(run, steps, performed, deadline);
            return aftermath.judge(timeIsUp ? aftermath.notBack().orElse(performed) : performed);
        }
    }

    private JudgedRun judge(RunEnding stepped) {
        List<String> faults = undoFaults();
        RunEnding closed = close(stepped, faults);
        List<CheckReport> checks = faults.isEmpty()
                ? timed("checks judged in ", () -> CheckRunner.judge(run))
                : CheckRunner.notJudged(run);
        RunEnding ending = withLimits(withChecks(closed, checks));
        return new JudgedRun(ending, checks, digest(checks, ending), times.toString());
    }

    /** Returns the ending if the time was up while a server started, and that server still does not listen. */
    private Optional<RunEnding> notBack() {
        List<NatsServer> starting = run.servers().starting();
        if (!starting.isEmpty()) {
            run.servers().awaitListening(LISTENS);
        }
        return starting.stream()
                .filter(server -> server.state().isLost())
                .findFirst()
                .map(server -> run.servers().lost(server, performed.message()));
    }

    /** Returns the faults that could not be undone. */
    private List<String> undoFaults() {
        if (asksServers) {
            return timed("faults undone in ", run.servers()::undoFaults);
        }
        run.servers().killPaused();
        return List.of();
    }

    /** Closes what the steps left in the background, after it has received the stored messages. */
    private RunEnding close(RunEnding stepped, List<String> faults) {
        if (!run.config().checks().isEmpty() && run.servers().lost().isEmpty()) {
            BackgroundDrain.await(run.backgrounds().gathering());
        }
        List<String> failures = new ArrayList<>(run.backgrounds().close());
        failures.addAll(faults);
        if (!stepped.passed() || failures.isEmpty()) {
            return stepped;
        }
        return deadline.passed()
                ? outOfTime("faults were being undone")
                : RunEnding.broken(String.join("; ", failures), "");
    }

    private RunEnding withChecks(RunEnding closed, List<CheckReport> checks) {
        return closed.passed() && checks.stream().anyMatch(CheckReport::notJudged)
                ? neverJudged("the checks were being judged")
                : closed.with(checks);
    }

    /** A failure proves nothing if the disk is full or a limit of the operating system is reached. */
    private RunEnding withLimits(RunEnding ending) {
        return ending.outcome() == Outcome.FAILED
                ? ending.unless(run.servers().fullDisk()).unless(run.servers().limit())
                : ending;
    }

    private String digest(List<CheckReport> checks, RunEnding ending) {
        if (!asksServers || !run.servers().isOwn() || run.servers().lost().isPresent()) {
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

    private RunEnding neverJudged(String meanwhile) {
        return run.servers()
                .lost()
                .map(server -> run.servers().lost(server, meanwhile))
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
            if (took.compareTo(SHORT) > 0) {
                times.add(what + Quantity.write(took));
            }
        }
    }
}
