package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Size;
import dev.binrun.server.network.LinkDelay;
import dev.binrun.server.network.Network;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NetworkEndpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Delays the network between two sides. */
@VerbDoc(
        value =
                "Delays the network between two sides, or between all nodes, in each direction: a reply takes twice the latency. Data"
                        + " that an earlier delay still holds arrives no later than data sent now",
        answers = "{node, state: delayed, from, to}; node if from is one node or client",
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
        @Arg("delay of all data") Optional<Duration> latency,

        @Arg("maximum additional delay, chosen by the seed for each piece of data; the order stays the same")
        Optional<Duration> jitter,

        @Arg(value = "bytes per second of all connections together", min = 1)
        Optional<Size> bandwidth)
        implements NetworkFault {

    public NetworkDelay {
        if (latency.isEmpty() && jitter.isEmpty() && bandwidth.isEmpty()) {
            throw new InvalidArgumentException(
                    "latency", "'network delay' needs latency, jitter or bandwidth (network heal ends a delay)");
        }
        try {
            delay(latency, jitter, bandwidth);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgumentException(latency.isPresent() ? "latency" : "jitter", e.getMessage());
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Network network = world.faults().network();
        NetworkSides.Links links = sides.find(world, NetworkEndpoint.NODES, NetworkEndpoint.NODES);
        links.peers()
                .forEach((end, peers) -> network.delay(
                        Set.of(end),
                        peers,
                        sides.direction(),
                        Optional.of(delay(latency, jitter, bandwidth)),
                        world.random().nextLong()));
        return links.answer("delayed");
    }

    private static LinkDelay delay(Optional<Duration> latency, Optional<Duration> jitter, Optional<Size> bandwidth) {
        return new LinkDelay(
                latency.orElse(Duration.ZERO),
                jitter.orElse(Duration.ZERO),
                bandwidth.map(size -> OptionalLong.of(size.bytes())).orElse(OptionalLong.empty()));
    }
}
