package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Size;
import dev.binrun.server.network.Network;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.node.NetworkEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Slows the network down between two sides. */
@VerbDoc(
        value =
                "Slows the network down between two sides, or between all nodes; each way by so much, so that an answer takes twice that. What"
                        + " a delay before this one holds arrives no later than what is sent now",
        answers = "{node, state: delayed, from, to}, node where from is one",
        example = """
            - network delay: { from: default, to: nodes, latency: 20ms, jitter: 5ms }
              expect: { state: delayed, from: [default], to: [n1, n2, n3] }
            - stream info: ORDERS
              expect: { took: ">= 40ms" }
            - network delay: { latency: 5ms, bandwidth: 1MB }
            - network heal:
            """)
public record NetworkDelay(
        @Arg(value = "", position = 0) NetworkSides sides,
        @Arg("how much later everything arrives") Optional<Duration> latency,

        @Arg("at most so much later still, chosen by the seed for each piece; the order stays")
        Optional<Duration> jitter,

        @Arg(value = "how many bytes a second pass, all connections together", min = 1)
        Optional<Size> bandwidth)
        implements Verb {

    public NetworkDelay {
        if (latency.isEmpty() && jitter.isEmpty() && bandwidth.isEmpty()) {
            throw new InvalidArgumentException(
                    "latency",
                    "'network delay' needs how it is slow: latency, jitter or bandwidth (it ends with network heal)");
        }
        try {
            delay(latency, jitter, bandwidth);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgumentException(latency.isPresent() ? "latency" : "jitter", e.getMessage());
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        Network network = world.faults().network();
        NetworkSides.Found found = sides.find(world, NetworkEnd.NODES, NetworkEnd.NODES);
        found.pairs()
                .forEach((one, others) -> network.delay(
                        Set.of(one),
                        others,
                        sides.direction(),
                        Optional.of(delay(latency, jitter, bandwidth)),
                        world.random().nextLong()));
        return NetworkSides.answer(found, "delayed");
    }

    @Override
    public Duration atMost() {
        return sides.atMost();
    }

    private static dev.binrun.server.network.LinkDelay delay(
            Optional<Duration> latency, Optional<Duration> jitter, Optional<Size> bandwidth) {
        return new dev.binrun.server.network.LinkDelay(
                latency.orElse(Duration.ZERO),
                jitter.orElse(Duration.ZERO),
                bandwidth.map(size -> OptionalLong.of(size.bytes())).orElse(OptionalLong.empty()));
    }
}
