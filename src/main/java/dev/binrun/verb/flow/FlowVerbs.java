package dev.binrun.verb.flow;

import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of the course of a scenario, in the order of the reference. */
public final class FlowVerbs {
    public static final List<VerbType> ALL = List.of(
            VerbType.flow("parallel", Parallel.class, VerbType.Kind.WRITES).answering("{branches: number}"),
            VerbType.flow("repeat", Repeat.class, VerbType.Kind.WRITES)
                    .answering(AnswerForm.of("{runs: number}").and("partial", "{failed: number, error: Error}")),
            VerbType.flow("sleep", Sleep.class, VerbType.Kind.WRITES).answering("{}"),
            VerbType.flow("collect", Collect.class, VerbType.Kind.READS).answering("Collected"),
            VerbType.flow("stop", Stop.class, VerbType.Kind.WRITES).answering("Collected"));

    private FlowVerbs() {}
}
