package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.server.network.Network;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.node.NetworkEnd;
import java.time.Duration;
import java.util.Set;

/** Cuts the network between two sides. */
@VerbDoc(
        value =
                "Cuts the network between two sides: from now on nothing passes, and no one is told. A node without to is cut from all"
                        + " other nodes, and its clients stay with it",
        answers = "{node, state: cut, from, to}, node where from is one",
        example = """
            - network cut: follower of ORDERS
              as: cut
              expect: { state: cut, to: { size: 2 } }
            - network heal: ${cut.node}
            - network cut: { from: [n1, n2], to: n3 }
            - network cut: { from: default, to: nodes, one_way: true }
            - network heal: n3
              expect: { state: healed, to: [n1, n2, default] }
            - network heal:
            """)
public record NetworkCut(@Arg(value = "", position = 0) NetworkSides sides) implements Verb {
    public NetworkCut {
        if (sides.from().isEmpty()) {
            throw new InvalidArgumentException("from", "'network cut' needs 'from': who is cut off");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        Network network = world.faults().network();
        NetworkSides.Found found = sides.find(world, NetworkEnd.NODES, NetworkEnd.NODES);
        found.pairs().forEach((one, others) -> network.cut(Set.of(one), others, sides.direction()));
        return NetworkSides.answer(found, "cut");
    }

    @Override
    public Duration atMost() {
        return sides.atMost();
    }
}
