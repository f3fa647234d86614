package dev.binrun.verdict;

import com.google.gson.JsonElement;
import dev.binrun.form.Quantity;
import dev.binrun.match.Mismatch;
import dev.binrun.scenario.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The report of one step and of the steps within it. A repeated step has one report for all its turns. */
public final class StepReport {
    /** The state of a step. */
    public enum StepState {
        OK("ok"),
        FAILED("FAILED"),
        /** An error ended only the turn. */
        ERROR("error"),
        /** Another branch failed, which ended this step. */
        CUT_OFF("cut off"),
        NOT_RUN("not run");

        private final String word;

        StepState(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    private static final long NEVER = -1;

    private final Step step;
    private final List<List<StepReport>> inner;
    private StepState state = StepState.NOT_RUN;
    private String where = "";
    private long firstStart = NEVER;
    private long lastStart;
    private long lastTook;
    private long times;
    private long nanos;
    private long held;
    private Optional<TurnError> lastError = Optional.empty();
    private Optional<StepAnswer> answer = Optional.empty();
    private final List<StepTry> tries = new ArrayList<>();

    /**
     * The answer of a step in its last turn.
     *
     * @param tree the answer
     * @param lines the answer in a limited number of lines, complete at its differences
     * @param differences the differences from the expectation, if it did not hold
     */
    public record StepAnswer(JsonElement tree, List<String> lines, List<Mismatch> differences) {}

    /**
     * A try of a step that waits for its expectation.
     *
     * @param at the nanoseconds since the start of the run
     * @param difference the first difference; empty if the expectation held
     */
    public record StepTry(long at, String difference) {}

    /**
     * An error that ended a turn.
     *
     * @param at the time, of {@link System#nanoTime}
     */
    private record TurnError(long at, String error) {}

    private StepReport(Step step) {
        this.step = step;
        this.inner = step.inner().stream().map(block -> of(block.steps())).toList();
    }

    /** Returns the reports of steps that have not run yet. */
    public static List<StepReport> of(List<Step> steps) {
        return steps.stream().map(StepReport::new).toList();
    }

    /**
     * Notes the start of the step, once for each turn.
     *
     * @param nanos the nanoseconds since the start of the run
     */
    public void started(long nanos) {
        firstStart = firstStart == NEVER ? nanos : firstStart;
        tries.clear();
        lastStart = nanos;
    }

    /**
     * Notes the end of the step, once for each turn.
     *
     * @param took the duration in nanoseconds
     * @param where the beginning of a message about the step; empty if the step passed
     */
    public void ended(long took, StepState end, String where) {
        times++;
        nanos += took;
        lastTook = took;
        state = end;
        held += end == StepState.OK ? 1 : 0;
        this.where = where;
    }

    /** Notes the answer of a turn. */
    public void answered(JsonElement tree, List<Mismatch> differences) {
        List<String> paths = differences.stream().map(Mismatch::path).toList();
        answer = Optional.of(new StepAnswer(tree, AnswerExcerpt.of(tree, paths), List.copyOf(differences)));
    }

    /** Notes a try of a step that waits. */
    public void tried(long at, String difference) {
        tries.add(new StepTry(at, difference));
    }

    /** Notes an error that ended only the turn. */
    public void met(String error) {
        lastError = Optional.of(new TurnError(System.nanoTime(), error));
    }

    /**
     * Returns the first step within this one whose statement was not compared in any turn. Empty if the step around it
     * states {@code failed}.
     */
    public Optional<StepReport> neverCompared() {
        return step.states("failed")
                ? Optional.empty()
                : inner.stream()
                        .flatMap(List::stream)
                        .flatMap(report -> report.held == 0 && report.step.statesItself()
                                ? Stream.of(report)
                                : report.neverCompared().stream())
                        .findFirst();
    }

    /** Returns the last error that ended a turn of this step or of a step within it. */
    public Optional<String> lastError() {
        return errors().max(Comparator.comparingLong(TurnError::at)).map(TurnError::error);
    }

    private Stream<TurnError> errors() {
        return Stream.concat(
                lastError.stream(), inner.stream().flatMap(List::stream).flatMap(StepReport::errors));
    }

    /** Returns the step. */
    public Step step() {
        return step;
    }

    /** Returns the state after the last turn. */
    public StepState state() {
        return state;
    }

    /** Returns whether the step was started. */
    public boolean hasStarted() {
        return firstStart != NEVER;
    }

    /** Returns the time of the first start, in nanoseconds since the start of the run. */
    public long start() {
        return firstStart;
    }

    /** Returns the time at which the last turn ended, in nanoseconds since the start of the run. */
    public long end() {
        return lastStart + lastTook;
    }

    /** Returns the duration of all turns. */
    public Duration took() {
        return Duration.ofNanos(nanos);
    }

    /** Returns the number of turns. */
    public long times() {
        return times;
    }

    /** Returns the answer of the last turn; empty if it is not known or was not noted. */
    public Optional<StepAnswer> answer() {
        return answer;
    }

    /** Returns the noted tries of a step that waits, in their order. */
    public List<StepTry> tries() {
        return tries;
    }

    /** Returns this report and all reports within it. */
    public Stream<StepReport> withInner() {
        return Stream.concat(
                Stream.of(this), inner.stream().flatMap(List::stream).flatMap(StepReport::withInner));
    }

    /** Returns whether the last turn passed. */
    public boolean passed() {
        return state == StepState.OK;
    }

    /** Returns the beginning of a message about the innermost step that failed. */
    public String where() {
        return inner.stream()
                .flatMap(List::stream)
                .filter(report -> report.state == StepState.FAILED)
                .findFirst()
                .map(StepReport::where)
                .orElse(where);
    }

    /** Returns the reports of the steps within this one, in the order of {@link Step#inner()}. */
    public List<List<StepReport>> inner() {
        return inner;
    }

    /** Returns a line for the step, and one for each step within it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        addLines(lines, "");
        return lines;
    }

    private void addLines(List<String> lines, String indent) {
        String time = times == 0 ? "" : Quantity.write(Duration.ofNanos(nanos));
        String turns = times < 2 ? "" : String.format(Locale.ROOT, " (%,d times)", times);
        String start = firstStart == NEVER ? "" : Clock.time(firstStart);
        lines.add("%4d %9s  %-8s %8s  %s%s%s"
                .formatted(step.place().line(), start, state, time, indent, step.label(), turns));
        for (int i = 0; i < inner.size(); i++) {
            String branch = inner.size() == 1 ? "" : "branch " + (i + 1) + ": ";
            String deeper = " ".repeat(indent.length() + 2) + branch;
            inner.get(i).forEach(report -> report.addLines(lines, deeper));
        }
    }
}
