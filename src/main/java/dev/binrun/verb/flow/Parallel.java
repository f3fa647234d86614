package dev.binrun.verb.flow;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.NestedSteps;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.List;

/** Runs lists of steps in parallel, each with a thread and connections of its own. */
@VerbDoc(
        value = "Runs lists of steps in parallel, each with connections of its own; the first failure ends them all",
        answers = "{branches}: the number of lists",
        example = """
            - parallel:
                - - pub: { subject: orders.a, count: 50 }
                - - pub: { subject: orders.b, count: 50 }
            - stream info: ORDERS
              expect: { state: { messages: 105 } }
            """)
public record Parallel(
        @Arg(value = "lists of steps; each list runs in order", position = 0, required = true)
        List<NestedSteps> branches)
        implements Verb {

    public Parallel {
        if (branches.isEmpty()) {
            throw new InvalidArgumentException("branches", "'parallel' has no branches; add at least one");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        world.runBeside(branches);
        JsonObject answer = new JsonObject();
        answer.addProperty("branches", branches.size());
        return answer;
    }

    @Override
    public Duration atMost() {
        return branches.stream()
                .map(NestedSteps::atMost)
                .reduce(Duration.ZERO, (longest, next) -> longest.compareTo(next) < 0 ? next : longest);
    }
}
