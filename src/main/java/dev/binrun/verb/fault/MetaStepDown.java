package dev.binrun.verb.fault;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.node.WhichNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has the leader of the meta group step down: {@code nats server cluster step-down}. */
@VerbDoc(
        value =
                "Has the node step down that leads the whole cluster's JetStream, and waits until there is a new one. Where"
                        + " server.config says who may connect, only a client of the system account may ask this",
        answers = "{success, previous, leader}",
        example = """
            - meta step-down:
              expect: { success: true, leader: "~ ^n[123]$" }
            """)
public record MetaStepDown(
        @Arg(
                value =
                        "the node that is to lead then, as with server kill: the step ends when it does; it may lead already; from server 2.11",
                also = {"host"})
        Optional<WhichNode> preferred,

        @Arg("the cluster that should have the leader") Optional<String> cluster,
        @Arg("tags of the nodes that should have it") List<String> tags,

        @Arg("how long a new leader is waited for; 20s if left out")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        JsonArray all = new JsonArray();
        tags.forEach(all::add);
        return StepDown.ask(
                world,
                world.systemConnection(),
                "META.LEADER.STEPDOWN",
                limit -> StepDown.placement(world, preferred, cluster, all, limit),
                group(world),
                timeout);
    }

    private static StepDown.Group group(World world) {
        return new StepDown.Group() {
            @Override
            public String name() {
                return "the meta group";
            }

            @Override
            public Optional<StepDown.LeaderState> state() {
                return Optional.of(new StepDown.LeaderState(
                        world.cluster().metaLeader(),
                        Optional.empty(),
                        world.cluster().nodes().size()));
            }
        };
    }
}
