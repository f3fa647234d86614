package dev.binrun.verb.fault;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.node.WhichNode;
import java.time.Duration;
import java.util.Optional;

/** Has the leader of a stream step down: {@code nats stream cluster step-down}. */
@VerbDoc(
        value = "Has the leader of a stream step down, and waits until there is a new one",
        answers = "{success, previous, leader}",
        example = """
            - stream step-down: ORDERS
              as: down
              expect: { success: true }
            - stream info: ORDERS
              expect: { cluster: { leader: "${down.leader}" } }
            """)
public record StreamStepDown(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(
                "the node that is to lead then, as with server kill: the step ends when it does; it may lead already; from server 2.11")
        Optional<WhichNode> preferred,

        @Arg("how long a new leader is waited for; 20s if left out")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return StepDown.ask(
                world,
                world.connection(),
                "STREAM.LEADER.STEPDOWN." + stream,
                limit -> StepDown.placement(world, preferred, Optional.empty(), new JsonArray(), limit),
                StepDown.byInfo(world, stream, "STREAM.INFO." + stream),
                timeout);
    }
}
