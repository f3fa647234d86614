package dev.binrun.verdict;

import dev.binrun.form.Quantity;
import dev.binrun.scenario.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of one step and of those within it; of a step that is repeated, of all its turns together. */
public final class StepReport {
    /** How a step ended. */
    public enum StepState {
        OK("ok"),
        FAILED("FAILED"),
        /** Met an error, where errors end a turn only. */
        ERROR("error"),
        /** Interrupted, because another branch failed. */
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

    private final Step step;
    private final List<List<StepReport>> inner;
    private StepState state = StepState.NOT_RUN;
    private String where = "";
    private String start = "";
    private long times;
    private long nanos;
    private long held;
    private Optional<Met> met = Optional.empty();

    /**
     * An error that ended a turn.
     *
     * @param at when, of {@link System#nanoTime}
     */
    private record Met(long at, String error) {}

    private StepReport(Step step) {
        this.step = step;
        this.inner = step.inner().stream().map(block -> of(block.steps())).toList();
    }

    /** Of steps that have not been run yet. */
    public static List<StepReport> of(List<Step> steps) {
        return steps.stream().map(StepReport::new).toList();
    }

    /**
     * Says that the step has started; of one that is repeated the first start counts.
     *
     * @param nanos since the run began
     */
    public void started(long nanos) {
        if (start.isEmpty()) {
            start = Clock.time(nanos);
        }
    }

    /**
     * Says that the step has ended, once more if it is repeated.
     *
     * @param where where a step that did not end well stands, for a message
     */
    public void ended(long took, StepState how, String where) {
        times++;
        nanos += took;
        state = how;
        held += how == StepState.OK ? 1 : 0;
        this.where = where;
    }

    /** Notes an error that ended a turn only. */
    public void met(String error) {
        met = Optional.of(new Met(System.nanoTime(), error));
    }

    /**
     * Returns the first step within this one that states something and never got as far as its statement, in any turn. Empty if
     * the step around it states what it expects of {@code failed}.
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

    /** Returns the last error that ended a turn of this step, or of one within. */
    public Optional<String> lastError() {
        return allMet().max(Comparator.comparingLong(Met::at)).map(Met::error);
    }

    private Stream<Met> allMet() {
        return Stream.concat(met.stream(), inner.stream().flatMap(List::stream).flatMap(StepReport::allMet));
    }

    public Step step() {
        return step;
    }

    public StepState state() {
        return state;
    }

    public boolean passed() {
        return state == StepState.OK;
    }

    /** Where the step stands that did not end well, or that within it which did not. */
    public String where() {
        return inner.stream()
                .flatMap(List::stream)
                .filter(report -> report.state == StepState.FAILED)
                .findFirst()
                .map(StepReport::where)
                .orElse(where);
    }

    /** The reports of the steps within, as {@link Step#inner()} has them. */
    public List<List<StepReport>> inner() {
        return inner;
    }

    /** A line for the step, and for each step within. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        addLines(lines, "");
        return lines;
    }

    private void addLines(List<String> lines, String before) {
        String time = times == 0 ? "" : Quantity.write(Duration.ofNanos(nanos));
        String often = times < 2 ? "" : String.format(Locale.ROOT, " (%,d times)", times);
        lines.add("%4d %9s  %-8s %8s  %s%s%s"
                .formatted(step.place().line(), start, state, time, before, step.label(), often));
        for (int i = 0; i < inner.size(); i++) {
            String branch = inner.size() == 1 ? "" : "branch " + (i + 1) + ": ";
            String deeper = " ".repeat(before.length() + 2) + branch;
            inner.get(i).forEach(report -> report.addLines(lines, deeper));
        }
    }
}
