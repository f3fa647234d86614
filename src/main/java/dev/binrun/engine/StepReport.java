package dev.binrun.engine;

import dev.binrun.form.Quantity;
import dev.binrun.scenario.Step;
import java.time.Duration;

/** What became of one step. */
record StepReport(Step step, Duration took, State state) {
    /** How a step ended. */
    enum State {
        OK("ok"),
        FAILED("FAILED"),
        NOT_RUN("not run");

        private final String word;

        State(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    @Override
    public String toString() {
        String time = took.isZero() ? "" : Quantity.write(took);
        return "%4d  %-8s %8s  %s".formatted(step.place().line(), state, time, step.label());
    }
}
