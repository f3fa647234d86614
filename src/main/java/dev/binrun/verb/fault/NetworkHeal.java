package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.network.Network;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NetworkEndpoint;
import java.util.Optional;
import java.util.Set;

/** Ends cuts and delays of the network. */
@VerbDoc(
        value =
                "Ends cuts and delays: all of them, or those between two sides. Data that was held arrives then, except on"
                        + " connections that were closed meanwhile",
        answers = "{node, state: healed, from, to}; node if from is one node or client",
        example = """
            - network cut: n1
            - network heal:
              expect: { state: healed }
            """)
public record NetworkHeal(@Arg(value = "", position = 0) NetworkSides sides) implements NetworkFault {
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Network network = world.faults().network();
        NetworkSides.Links links = sides.find(world, NetworkEndpoint.ALL, NetworkEndpoint.ALL);
        if (sides.from().isEmpty()) {
            network.heal();
            return links.answer("healed");
        }
        links.peers().forEach((end, peers) -> {
            network.heal(Set.of(end), peers, sides.direction());
            network.delay(Set.of(end), peers, sides.direction(), Optional.empty(), 0);
        });
        return links.answer("healed");
    }
}
