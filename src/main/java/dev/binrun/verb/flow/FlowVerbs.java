package dev.binrun.verb.flow;

import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs that control the course of a scenario. */
public final class FlowVerbs {
    /** The verbs, in the order of the reference. */
    public static final List<VerbType> ALL = List.of(
            VerbType.flow("parallel", Parallel.class, VerbType.VerbKind.WRITES).answering("{branches: number}"),
            VerbType.flow("repeat", Repeat.class, VerbType.VerbKind.WRITES)
                    .answering(AnswerForm.of("{runs: number}").and("partial", "{failed: number, error: Error}")),
            VerbType.flow("sleep", Sleep.class, VerbType.VerbKind.WRITES).answering("{}"),
            VerbType.flow("collect", Collect.class, VerbType.VerbKind.READS).answering("Collected"),
            VerbType.flow("stop", Stop.class, VerbType.VerbKind.WRITES).answering("Collected"));

    private FlowVerbs() {}
}
