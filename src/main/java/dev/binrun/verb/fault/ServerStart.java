package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Retry;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.Set;

/** Starts a server again. */
@VerbDoc(
        value =
                "Starts a server again that was stopped or killed, or, once it has ended, a lame duck, with the same port and store; ends when it serves clients, and JetStream too if it reaches a majority of the nodes",
        answers = "{node, state}: running",
        example = """
            - server stop: n2
            - server start: { node: n2, timeout: 15s }
              expect: { node: n2, state: running, took: "< 15s" }
            """)
public record ServerStart(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    private static final Duration POLL = Duration.ofMillis(20);

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return target.strike(world, Set.of(ServerState.STOPPED), (server, left) -> start(world, server, left));
    }

    private static void start(World world, NatsServer server, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (server.state() == ServerState.LAME_DUCK && System.nanoTime() - deadline < 0) {
            Retry.pause(world, POLL);
        }
        if (server.state() == ServerState.CRASHED) {
            throw new ServerException("nats-server " + server.name() + " cannot be started again: it ended by itself,"
                    + " and nothing is proved by what comes after. See its log");
        }
        server.start(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
    }
}
