package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerKilledException;
import dev.binrun.server.ServerState;
import dev.binrun.verb.World;
import dev.binrun.verb.node.NodeSearch;
import dev.binrun.verb.node.WhichNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The server that a verb does something to, and how long that may take. */
record FaultTarget(
        @Arg(
                value =
                        "which: a name, leader of STREAM [CONSUMER], follower of STREAM [CONSUMER], meta leader, meta follower,"
                                + " or any; n1 if it is alone and this is left out",
                position = 0)
        Optional<WhichNode> node,

        @Arg("how long it may take, the search for the node too; 20s if left out")
        Optional<Duration> timeout) {

    private static final WhichNode ALONE = WhichNode.named("n1");

    /** What is done to a server. */
    interface Fault {
        /** @param left how long it may take; when the scenario's time is up before that, the thread is interrupted */
        void strike(NatsServer server, Duration left) throws InterruptedException;
    }

    /**
     * Finds the server and does it; returns what it is then.
     *
     * @throws VerbFailedException if there is no leader in time, or another step killed the server meanwhile
     * @param fit in which states a server must be for it, where one of several is chosen
     */
    JsonObject strike(World world, Set<ServerState> fit, Fault fault) throws InterruptedException {
        Duration limit = timeout.orElse(NodeSearch.LIMIT);
        long deadline = System.nanoTime() + limit.toNanos();
        NatsServer server =
                NodeSearch.find(node.orElse(ALONE), world, candidate -> fit.contains(candidate.state()), limit);
        try {
            fault.strike(server, Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        } catch (ServerKilledException e) {
            throw VerbFailedException.of(e.getMessage()); // another step's doing, which a scenario can expect
        }
        return answer(server);
    }

    /** How long the arguments let it take. */
    Duration atMost() {
        return timeout.orElse(Duration.ZERO);
    }

    private static JsonObject answer(NatsServer server) {
        JsonObject answer = new JsonObject();
        answer.addProperty("node", server.name());
        answer.addProperty("state", server.state().word());
        return answer;
    }
}
