package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Scope;
import dev.binrun.scenario.Step;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.StepReport;
import dev.binrun.verdict.StepReport.StepState;
import dev.binrun.verdict.TimeUpException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Steps that run one after the other, with their own scope and their own connections. Parallel branches share neither,
 * so that no branch depends on the progress of another, and no error of one is taken for an error of another.
 *
 * @param path the numbers of the branches around the steps, such as {@code /2/3}; empty for the first branch
 * @param answers the answers that are kept, and the values of the scenario
 * @param index the turn of a repetition; empty if the steps are not repeated
 * @param where the turns and branches around the steps, for reports
 * @param cutOff whether another branch has failed, so that the steps must end
 * @param partial whether an error that a verb meets ends only the turn
 */
record Branch(
        Run run,
        String path,
        BranchScope answers,
        Optional<JsonElement> index,
        Supplier<String> where,
        BooleanSupplier cutOff,
        boolean partial) {
    /** Returns the branch that a run begins with. */
    static Branch of(Run run) {
        return new Branch(
                run, "", new BranchScope(run.config().names()), Optional.empty(), () -> "", () -> false, false);
    }

    /**
     * Returns this branch during one turn of a repetition.
     *
     * @param turn the number of the turn, from 0
     * @param turns the number of all turns, if it is known
     * @param errors whether an error that a verb meets ends only the turn
     */
    Branch turn(long turn, Optional<Long> turns, boolean errors) {
        String of = turns.map(count -> " of " + count).orElse("");
        return new Branch(
                run,
                path,
                answers,
                Optional.of(new JsonPrimitive(turn)),
                () -> inside("repeat " + (turn + 1) + of),
                cutOff,
                partial || errors);
    }

    /**
     * Returns a branch within this one. The first uses the connections of this branch, which waits meanwhile.
     *
     * @param number the number of the branch, from 1
     * @param count the number of all branches
     * @param failed returns whether one of the branches has failed, which ends all of them
     */
    Branch branch(int number, int count, BooleanSupplier failed) {
        return new Branch(
                run,
                number == 1 ? path : path + "/" + number,
                answers.copy(),
                index,
                () -> inside("branch " + number + " of " + count),
                () -> failed.getAsBoolean() || cutOff.getAsBoolean(),
                partial);
    }

    /**
     * Runs steps in order. The first failure ends them.
     *
     * @param reports the reports of the steps, in the same order
     */
    void run(List<Step> steps, List<StepReport> reports) throws InterruptedException {
        Iterator<StepReport> report = reports.iterator();
        for (Step step : steps) {
            step(step, report.next());
        }
    }

    /** Runs one step and writes its report. */
    void step(Step step, StepReport report) throws InterruptedException {
        long start = System.nanoTime();
        report.started(run.now());
        try {
            StepErrors.translate(run.deadline(), () -> at(step), () -> inTime(step, report));
            report.ended(System.nanoTime() - start, StepState.OK, "");
        } catch (InterruptedException | RuntimeException | Error e) {
            report.ended(System.nanoTime() - start, state(e), at(step));
            if (e instanceof FailedException failed && partial) {
                failed.error().ifPresent(error -> report.met(StepRunner.describe(error)));
            }
            throw e;
        }
    }

    private void inTime(Step step, StepReport report) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        StepRunner.run(this, step, report);
        if (run.deadline().passed()) {
            throw new TimeUpException(null);
        }
    }

    private StepState state(Throwable e) {
        if (e instanceof InterruptedException && cutOff.getAsBoolean()) {
            return StepState.CUT_OFF;
        }
        return partial && e instanceof FailedException failed && failed.error().isPresent()
                ? StepState.ERROR
                : StepState.FAILED;
    }

    /** Returns the place and the name of a step, as the beginning of a message. */
    String at(Step step) {
        String within = where.get();
        return step.place().path() + ":" + step.place().line() + ": " + step.label()
                + (within.isEmpty() ? "" : " (" + within + ")") + ": ";
    }

    /** Returns whether the steps are repeated. */
    boolean repeats() {
        return index.isPresent();
    }

    /** Returns the values that the steps can look up. */
    Scope scope() {
        return index.map(turn -> answers.with("i", turn)).orElse(answers);
    }

    /** Keeps an answer under a name. */
    void keep(String name, JsonElement answer) {
        answers.keep(name, answer);
    }

    /** Keeps all answers that a branch within this one kept. */
    void keepAllOf(Branch inner) {
        answers.keepAll(inner.answers);
    }

    /** Returns the world of one step. */
    StepWorld world(Step step, StepReport report) {
        return new StepWorld(run, this, step, report);
    }

    /** Returns a generator whose numbers depend only on the seed, the step, the turn and the branch. */
    RandomGenerator random(Step step) {
        String place = step.place().line() + ":" + step.place().column() + " " + where.get();
        return new SplittableRandom(run.config().seed() * 31 + place.hashCode());
    }

    private String inside(String inner) {
        String outer = where.get();
        return outer.isEmpty() ? inner : outer + ", " + inner;
    }
}
