package dev.binrun.verb.flow;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.NestedSteps;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.List;

/** Does lists of steps beside each other, each on a thread and connections of its own; the first failure ends them all. */
@VerbDoc(
        value =
                "Does lists of steps beside each other, each on connections of its own; the first failure ends them all",
        answers = "{branches}: how many",
        example = """
            - parallel:
                - - pub: { subject: orders.a, count: 50 }
                - - pub: { subject: orders.b, count: 50 }
            - stream info: ORDERS
              expect: { state: { messages: 105 } }
            """)
public record Parallel(
        @Arg(value = "lists of steps, each in order", position = 0, required = true)
        List<NestedSteps> branches) implements Verb {

    public Parallel {
        if (branches.isEmpty()) {
            throw new InvalidArgumentException("branches", "'parallel' has no branches: there is nothing to do");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        world.runBeside(branches);
        JsonObject answer = new JsonObject();
        answer.addProperty("branches", branches.size());
        return answer;
    }

    @Override
    public Duration atMost() {
        return branches.stream().map(NestedSteps::atMost).reduce(Duration.ZERO, (a, b) -> a.compareTo(b) < 0 ? b : a);
    }
}
