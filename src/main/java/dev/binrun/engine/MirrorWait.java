package dev.binrun.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.engine.client.Clients;
import dev.binrun.form.Quantity;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.StreamList;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.Step;
import dev.binrun.server.host.Polling;
import dev.binrun.verdict.BrokenException;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Waits until each mirror and source of the topology is active: the server starts them 100 to 200 ms after their
 * stream.
 */
final class MirrorWait {
    private static final Polling POLLING = new Polling(Duration.ofMillis(5));
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Run run;

    /** Creates a wait with the connections and the time of a run. */
    MirrorWait(Run run) {
        this.run = run;
    }

    /**
     * Waits for the mirrors and sources of a topology that has been created.
     *
     * @throws BrokenException if one does not become active
     */
    void await(List<Step> topology) throws InterruptedException {
        if (topology.isEmpty()) {
            return;
        }
        Connection connection = run.clients().get(Clients.DEFAULT);
        for (JsonObject stream : new StreamList(connection, Api.TIMEOUT).infos()) {
            JsonObject config = stream.getAsJsonObject("config");
            if (config.has("mirror") || config.has("sources")) {
                awaitActive(connection, StreamList.name(stream));
            }
        }
    }

    private void awaitActive(Connection connection, String stream) throws InterruptedException {
        Duration limit = limit();
        AtomicReference<Optional<String>> inactive = new AtomicReference<>(Optional.empty());
        try {
            POLLING.interruptibly(System.nanoTime() + limit.toNanos(), () -> {
                inactive.set(inactive(connection, stream));
                return inactive.get();
            });
        } catch (InterruptedException e) {
            boolean timeIsUp = run.deadline().passed() && !run.deadline().stopped();
            if (inactive.get().isEmpty() || !timeIsUp) {
                throw e;
            }
        }
        inactive.get().ifPresent(origins -> {
            throw new BrokenException(
                    "the topology is not ready: " + stream + " receives nothing from " + origins + " within "
                            + Quantity.write(limit) + " (does that stream exist?)",
                    "");
        });
    }

    /** Ends before the scenario's time is up, so that the reason can be reported. */
    private Duration limit() {
        Duration left = run.deadline().left().multipliedBy(9).dividedBy(10);
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    /** Returns the inactive origins of a stream, or the error of the request. */
    private static Optional<String> inactive(Connection connection, String stream) throws InterruptedException {
        try {
            JsonObject info = Api.ask(connection, "STREAM.INFO." + stream, null, Api.TIMEOUT);
            return origins(info)
                    .map(JsonElement::getAsJsonObject)
                    .filter(origin -> !isActive(origin))
                    .map(origin -> origin.get("name").getAsString())
                    .reduce((first, second) -> first + ", " + second);
        } catch (VerbFailedException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Stream<JsonElement> origins(JsonObject info) {
        Stream<JsonElement> sources =
                info.get("sources") instanceof JsonArray list ? list.asList().stream() : Stream.of();
        return Stream.concat(Stream.ofNullable(info.get("mirror")), sources);
    }

    private static boolean isActive(JsonObject origin) {
        return origin.has("active") && origin.get("active").getAsLong() >= 0;
    }
}
