package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.network.Network;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.node.NetworkEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Ends what cuts the network, and what slows it down. */
@VerbDoc(
        value =
                "Ends cuts and delays: all of them, or those between two sides. What was held arrives then, as far as nobody has given"
                        + " up waiting for it",
        answers = "{node, state: healed, from, to}, node where from is one",
        example = """
            - network cut: n1
            - network heal:
              expect: { state: healed }
            """)
public record NetworkHeal(@Arg(value = "", position = 0) NetworkSides sides) implements Verb {
    @Override
    public JsonObject run(World world) throws InterruptedException {
        Network network = world.faults().network();
        NetworkSides.Found found = sides.find(world, NetworkEnd.ALL, NetworkEnd.ALL);
        if (sides.from().isEmpty()) {
            network.heal();
            return NetworkSides.answer(found, "healed");
        }
        found.pairs().forEach((one, others) -> {
            network.heal(Set.of(one), others, sides.direction());
            network.delay(Set.of(one), others, sides.direction(), Optional.empty(), 0);
        });
        return NetworkSides.answer(found, "healed");
    }

    @Override
    public Duration atMost() {
        return sides.atMost();
    }
}
