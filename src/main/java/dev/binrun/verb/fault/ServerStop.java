package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stops a server cleanly. */
@VerbDoc(
        value = "Stops a server cleanly (SIGTERM)",
        answers = "{node, state}: stopped; killed: true if the server was still running at the time limit",
        example = """
            - server stop: follower of ORDERS
              as: stopped
              expect: { node: "~ ^n[123]$", state: stopped }
            - server start: ${stopped.node}
              expect: { state: running }
            """)
public record ServerStop(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        AtomicBoolean clean = new AtomicBoolean();
        JsonObject answer = target.perform(
                world,
                Set.of(ServerState.RUNNING, ServerState.LAME_DUCK),
                (server, left) -> clean.set(server.stop(left)));
        if (!clean.get()) {
            answer.addProperty("killed", true);
        }
        return answer;
    }
}
