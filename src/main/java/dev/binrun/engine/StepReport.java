package dev.binrun.engine;

import dev.binrun.scenario.Step;
import java.time.Duration;

/**
 * What became of one step.
 *
 * @param outcome {@code ok}, {@code FAILED} or {@code not run}
 */
record StepReport(Step step, Duration took, String outcome) {
    @Override
    public String toString() {
        String time = took.isZero() ? "" : dev.binrun.form.Quantity.write(took);
        return "%4d  %-8s %8s  %s".formatted(step.place().line(), outcome, time, step.label());
    }
}
