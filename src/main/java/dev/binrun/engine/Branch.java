package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Scope;
import dev.binrun.form.UnmatchableException;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.Step;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.PayloadException;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.StepReport;
import dev.binrun.verdict.StepReport.StepState;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One strand of a run: steps one after the other, what they see and keep, and the connections that speak in it. A branch is a
 * strand of its own, so that what a branch sees does not depend on how far another is, and no error of another's is taken for
 * its own.
 */
final class Branch {
    private final Run run;
    private final String branch;
    private final BranchScope kept;
    private final Optional<JsonElement> index;
    private final Supplier<String> where;
    private final BooleanSupplier cutOff;
    private final boolean partial;

    private Branch(
            Run run,
            String branch,
            BranchScope kept,
            Optional<JsonElement> index,
            Supplier<String> where,
            BooleanSupplier cutOff,
            boolean partial) {
        this.run = run;
        this.branch = branch;
        this.kept = kept;
        this.index = index;
        this.where = where;
        this.cutOff = cutOff;
        this.partial = partial;
    }

    /** The strand that a run begins with. */
    static Branch of(Run run) {
        return new Branch(
                run, "", new BranchScope(run.config().names()), Optional.empty(), () -> "", () -> false, false);
    }

    /**
     * The same strand in a turn of a repetition.
     *
     * @param errors whether an error that a verb meets ends only the turn
     */
    Branch turn(long turn, Optional<Long> turns, boolean errors) {
        String of = turns.map(n -> " of " + n).orElse("");
        return new Branch(
                run,
                branch,
                kept,
                Optional.of(new JsonPrimitive(turn)),
                () -> inside("repeat " + (turn + 1) + of),
                cutOff,
                partial || errors);
    }

    /**
     * A branch of this strand. The first speaks through the connections of this strand, which waits meanwhile.
     *
     * @param cut whether the branches are to end because one has failed
     */
    Branch branch(int number, int of, BooleanSupplier cut) {
        return new Branch(
                run,
                number == 1 ? branch : branch + "/" + number,
                kept.copy(),
                index,
                () -> inside("branch " + number + " of " + of),
                () -> cut.getAsBoolean() || cutOff.getAsBoolean(),
                partial);
    }

    /** Does steps in order, the first failure ends them. */
    void run(List<Step> steps, List<StepReport> reports) throws InterruptedException {
        Iterator<StepReport> report = reports.iterator();
        for (Step step : steps) {
            step(step, report.next());
        }
    }

    void step(Step step, StepReport report) throws InterruptedException {
        long start = System.nanoTime();
        report.started(run.now());
        StepState state = StepState.FAILED;
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            StepRunner.run(this, step, report);
            if (run.deadline().passed()) {
                throw new InterruptedException();
            }
            state = StepState.OK;
        } catch (InterruptedException e) {
            state = cutOff.getAsBoolean() ? StepState.CUT_OFF : StepState.FAILED;
            throw e;
        } catch (FailedException e) {
            if (partial && e.error().isPresent()) {
                state = StepState.ERROR;
                report.met(StepRunner.describe(e.error().get()));
            }
            throw e;
        } catch (InvalidDocumentException e) {
            Problem first = e.problems().get(0);
            throw new BrokenException(first.place() + ": " + first.message(), first.excerpt());
        } catch (IgnoredFieldException | PayloadException | UnmatchableException e) {
            throw new BrokenException(at(step) + e.getMessage(), "");
        } catch (ServerException e) {
            if (Thread.interrupted() || run.deadline().passed()) {
                throw new InterruptedException(e.getMessage()); // no wait of a step is longer than the scenario's time
            }
            String[] lines = e.getMessage().split("\n", 2);
            throw new BrokenException(at(step) + lines[0], lines.length == 1 ? "" : lines[1]);
        } catch (VerbFailedException e) {
            throw new FailedException(at(step) + e.getMessage(), "");
        } finally {
            report.ended(System.nanoTime() - start, state, state == StepState.OK ? "" : at(step));
        }
    }

    /** Where a step stands, for a message. */
    String at(Step step) {
        String within = where.get();
        return step.place().path() + ":" + step.place().line() + ": " + step.label()
                + (within.isEmpty() ? "" : " (" + within + ")") + ": ";
    }

    /** Returns whether its steps are repeated. */
    boolean repeats() {
        return index.isPresent();
    }

    /** What can be looked up. */
    Scope scope() {
        return index.map(i -> kept.with("i", i)).orElse(kept);
    }

    /** Keeps an answer under a name. */
    void keep(String name, JsonElement answer) {
        kept.keep(name, answer);
    }

    /** Keeps what a branch kept. */
    void keepAllOf(Branch other) {
        kept.keepAll(other.kept);
    }

    StepWorld world(Step step, StepReport report) {
        return new StepWorld(run, this, step, report);
    }

    /** What is chosen at a step: by the seed, the step, the turn and the branch, and by nothing else. */
    RandomGenerator random(Step step) {
        String place = step.place().line() + ":" + step.place().column() + " " + where.get();
        return new SplittableRandom(run.config().seed() * 31 + place.hashCode());
    }

    /** Which branch of which this is. */
    String branch() {
        return branch;
    }

    Run run() {
        return run;
    }

    private String inside(String inner) {
        String outer = where.get();
        return outer.isEmpty() ? inner : outer + ", " + inner;
    }
}
