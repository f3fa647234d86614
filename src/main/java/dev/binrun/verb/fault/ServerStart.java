package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Retry;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.Set;

/** Starts a server that was stopped, killed or in lame duck mode. */
@VerbDoc(
        value =
                "Starts a stopped or killed server, or a lame duck once it has stopped, with the same port and store; waits until it"
                        + " serves clients, and JetStream too if it reaches a majority of the nodes",
        answers = "{node, state}: running",
        example = """
            - server stop: n2
            - server start: { node: n2, timeout: 15s }
              expect: { node: n2, state: running, took: "< 15s" }
            """)
public record ServerStart(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    private static final Duration POLL = Duration.ofMillis(20);

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return target.perform(world, Set.of(ServerState.STOPPED), (server, left) -> start(world, server, left));
    }

    private static void start(VerbWorld world, NatsServer server, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (server.state() == ServerState.LAME_DUCK && System.nanoTime() - deadline < 0) {
            Retry.pause(world, POLL);
        }
        if (server.state() == ServerState.CRASHED) {
            throw new ServerException("nats-server " + server.name() + " cannot be started again: it crashed,"
                    + " so later steps would prove nothing. See its log");
        }
        server.start(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
    }
}
