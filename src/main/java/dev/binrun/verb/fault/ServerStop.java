package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.verb.Does;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.Set;

/** Ends a server as its operator would. */
@Does(value = "Ends a server cleanly (SIGTERM)", answers = "{node, state}: stopped", example = """
            - server stop: follower of ORDERS
              as: stopped
              expect: { node: "~ ^n[123]$", state: stopped }
            - server start: ${stopped.node}
              expect: { state: running }
            """)
public record ServerStop(@Arg(value = "", position = 0) Target target) implements Verb {
    @Override
    public JsonObject run(World world) throws InterruptedException {
        return target.strike(world, Set.of(ServerState.RUNNING, ServerState.LAME_DUCK), NatsServer::stop);
    }

    @Override
    public Duration atMost() {
        return target.atMost();
    }
}
