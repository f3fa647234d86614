package dev.binrun.scenario;

import dev.binrun.verb.NestedSteps;
import java.time.Duration;
import java.util.List;

/** Steps inside a step, in order. */
public record Block(List<Step> steps) implements NestedSteps {
    public Block {
        steps = List.copyOf(steps);
    }

    @Override
    public Duration atMost() {
        Duration all = Duration.ZERO;
        for (Step step : steps) {
            all = all.plus(step.atMost());
        }
        return all.compareTo(LONGEST) < 0 ? all : LONGEST;
    }
}
