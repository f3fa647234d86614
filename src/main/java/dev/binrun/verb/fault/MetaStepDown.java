package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NodeSelector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the leader of the meta group step down: {@code nats server cluster step-down}. */
@VerbDoc(
        value =
                "Makes the leader of the cluster's meta group step down, and waits for a new leader. If server.config has"
                        + " users, only a client of the system account can request it",
        answers = "{success, previous, leader}",
        example = """
            - meta step-down:
              expect: { success: true, leader: "~ ^n[123]$" }
            """)
public record MetaStepDown(
        @Arg(
                value =
                        "node that must become the leader, named as in server kill; the step waits for it; needs server 2.11",
                also = {"host"})
        Optional<NodeSelector> preferred,

        @Arg("cluster that must have the new leader") Optional<String> cluster,
        @Arg("tags that the new leader must have") List<String> tags,

        @Arg("time limit for the election; 20s if omitted") Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return StepDown.ask(
                world,
                world.systemConnection(),
                "META.LEADER.STEPDOWN",
                new StepDown.LeaderPlacement(preferred, cluster, tags),
                group(world),
                timeout);
    }

    private static StepDown.Group group(VerbWorld world) {
        return new StepDown.Group() {
            @Override
            public String name() {
                return "the meta group";
            }

            @Override
            public Optional<StepDown.LeaderState> state() {
                return Optional.of(new StepDown.LeaderState(
                        world.faults().metaLeader(),
                        Optional.empty(),
                        world.faults().nodes().size()));
            }
        };
    }
}
