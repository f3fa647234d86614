package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerKilledException;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NodeSearch;
import dev.binrun.verb.node.NodeSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The server that a fault concerns, and the time limit. */
record FaultTarget(
        @Arg(
                value =
                        "the node: a name, leader of STREAM [CONSUMER], follower of STREAM [CONSUMER], meta leader, meta follower,"
                                + " or any; may be omitted if n1 is the only node",
                position = 0)
        Optional<NodeSelector> node,

        @Arg("time limit, with the search for the node; 20s if omitted")
        Optional<Duration> timeout) {

    private static final NodeSelector ALONE = NodeSelector.named("n1");

    /** An action on a server. */
    interface ServerAction {
        /**
         * Performs the action.
         *
         * @param left the time limit
         * @throws InterruptedException if the time of the scenario is up
         */
        void perform(NatsServer server, Duration left) throws InterruptedException;
    }

    /**
     * Finds the server, performs the action, and returns the name and the new state of the server.
     *
     * @param fit the states that a server must have to be chosen among several
     * @throws VerbFailedException if the leader is not known in time, or another step kills the server meanwhile
     */
    JsonObject perform(VerbWorld world, Set<ServerState> fit, ServerAction action) throws InterruptedException {
        Duration limit = timeout.orElse(NodeSearch.LIMIT);
        long deadline = System.nanoTime() + limit.toNanos();
        NatsServer server =
                NodeSearch.find(node.orElse(ALONE), world, candidate -> fit.contains(candidate.state()), limit);
        try {
            action.perform(server, Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        } catch (ServerKilledException e) {
            throw VerbFailedException.of(e.getMessage()); // another step killed the server, so a scenario can expect it
        }
        return answer(server);
    }

    private static JsonObject answer(NatsServer server) {
        JsonObject answer = new JsonObject();
        answer.addProperty("node", server.name());
        answer.addProperty("state", server.state().word());
        return answer;
    }
}
