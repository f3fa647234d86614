package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NodeSelector;
import java.time.Duration;
import java.util.Optional;

/** Makes the leader of a stream step down: {@code nats stream cluster step-down}. */
@VerbDoc(
        value = "Makes the leader of a stream step down, and waits for a new leader",
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

        @Arg("node that must become the leader, named as in server kill; the step waits for it; needs server 2.11")
        Optional<NodeSelector> preferred,

        @Arg("time limit for the election; 20s if omitted") Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return StepDown.ask(
                world,
                world.connection(),
                "STREAM.LEADER.STEPDOWN." + stream,
                StepDown.LeaderPlacement.on(preferred),
                StepDown.byInfo(world, stream, "STREAM.INFO." + stream),
                timeout);
    }
}
