package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.engine.client.Clients;
import dev.binrun.form.Quantity;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.StreamList;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.Step;
import dev.binrun.verdict.BrokenException;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until every mirror and source of the topology is active: the server starts them 100 to 200 ms after their stream. */
final class MirrorWait {
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Run run;

    MirrorWait(Run run) {
        this.run = run;
    }

    /**
     * Waits, if the topology has any.
     *
     * @throws BrokenException if one does not become active
     */
    void await(List<Step> topology) throws InterruptedException {
        if (topology.isEmpty()) {
            return;
        }
        Connection connection = run.clients().get(Clients.DEFAULT);
        List<String> streams = new ArrayList<>();
        for (JsonObject stream : new StreamList(connection, Api.TIMEOUT).infos()) {
            JsonObject config = stream.getAsJsonObject("config");
            if (config.has("mirror") || config.has("sources")) {
                streams.add(StreamList.name(stream));
            }
        }
        for (String stream : streams) {
            awaitActive(connection, stream);
        }
    }

    private void awaitActive(Connection connection, String stream) throws InterruptedException {
        Duration limit = limit();
        List<String> missing = new ArrayList<>();
        try {
            poll(connection, stream, limit, missing);
        } catch (ConditionTimeoutException | InterruptedException e) {
            boolean interrupted = Thread.interrupted() || e instanceof InterruptedException;
            if (missing.isEmpty()
                    || interrupted
                            && (!run.deadline().passed() || run.deadline().stopped())) {
                throw new InterruptedException();
            }
            throw new BrokenException(
                    "the topology is not ready: " + stream + " gets nothing from " + missing + " within "
                            + Quantity.write(limit) + " (is there such a stream?)",
                    "");
        }
    }

    /** @param missing gets the origins that were not heard of when it was asked last */
    private static void poll(Connection connection, String stream, Duration limit, List<String> missing)
            throws InterruptedException {
        Awaitility.with()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(limit.plusMillis(1))
                .until(() -> {
                    List<String> now = inactive(connection, stream);
                    missing.clear();
                    missing.addAll(now);
                    return missing.isEmpty();
                });
    }

    /** A little before the scenario's time is up, so that what was waited for can still be said. */
    private Duration limit() {
        Duration left = run.deadline().left().multipliedBy(9).dividedBy(10);
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    /** The origins of a stream that have not been heard of yet. */
    private static List<String> inactive(Connection connection, String stream) throws InterruptedException {
        JsonObject info;
        try {
            info = Api.ask(connection, "STREAM.INFO." + stream, null, Api.TIMEOUT);
        } catch (VerbFailedException e) {
            return List.of(e.getMessage());
        }
        List<String> inactive = new ArrayList<>();
        if (info.has("mirror")) {
            addInactive(info.getAsJsonObject("mirror"), inactive);
        }
        if (info.has("sources")) {
            for (JsonElement source : info.getAsJsonArray("sources")) {
                addInactive(source.getAsJsonObject(), inactive);
            }
        }
        return inactive;
    }

    private static void addInactive(JsonObject origin, List<String> inactive) {
        if (!origin.has("active") || origin.get("active").getAsLong() < 0) {
            inactive.add(origin.get("name").getAsString());
        }
    }
}
