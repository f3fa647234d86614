package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NodeSelector;
import java.time.Duration;
import java.util.Optional;

/** Makes the leader of a consumer step down: {@code nats consumer cluster step-down}. */
@VerbDoc(
        value = "Makes the leader of a consumer step down, and waits for a new leader",
        answers = "{success, previous, leader}",
        example = """
            - consumer step-down: ORDERS worker
              expect: { success: true, leader: "~ ^n[123]$" }
            """)
public record ConsumerStepDown(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg("node that must become the leader, named as in server kill; the step waits for it; needs server 2.11")
        Optional<NodeSelector> preferred,

        @Arg("time limit for the election; 20s if omitted") Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        String path = stream + "." + consumer;
        return StepDown.ask(
                world,
                world.connection(),
                "CONSUMER.LEADER.STEPDOWN." + path,
                StepDown.LeaderPlacement.on(preferred),
                StepDown.byInfo(world, consumer + " of " + stream, "CONSUMER.INFO." + path),
                timeout);
    }
}
