package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.server.network.Network;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NetworkEndpoint;
import java.util.Set;

/** Cuts the network between two sides. Connections stay open, but carry nothing. */
@VerbDoc(
        value =
                "Cuts the network between two sides: connections stay open, but carry nothing. Without to, a node is cut from all"
                        + " other nodes, but not from its clients",
        answers = "{node, state: cut, from, to}; node if from is one node or client",
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
public record NetworkCut(@Arg(value = "", position = 0) NetworkSides sides) implements NetworkFault {
    public NetworkCut {
        if (sides.from().isEmpty()) {
            throw new InvalidArgumentException("from", "'network cut' needs 'from', the nodes or clients to cut off");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Network network = world.faults().network();
        NetworkSides.Links links = sides.find(world, NetworkEndpoint.NODES, NetworkEndpoint.NODES);
        links.peers().forEach((end, peers) -> network.cut(Set.of(end), peers, sides.direction()));
        return links.answer("cut");
    }
}
