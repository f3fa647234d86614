package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Set;

/** Restarts a server cleanly. */
@VerbDoc(
        value = "Stops a server cleanly (SIGTERM) and starts it again; waits as server start does",
        answers = "{node, state}: running",
        example = """
            - server restart: n1
              expect: { node: n1, state: running }
            """)
public record ServerRestart(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return target.perform(world, Set.of(ServerState.RUNNING, ServerState.LAME_DUCK), NatsServer::restart);
    }
}
