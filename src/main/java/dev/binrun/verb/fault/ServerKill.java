package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Set;

/** Kills a server with SIGKILL, as the out-of-memory killer does. */
@VerbDoc(
        value =
                "Kills a server at once (SIGKILL): it loses its memory, but not the files that it has written. If another branch"
                        + " is starting the server, that step ends with the error 'n1 was killed while it started'",
        answers = "{node, state}: stopped",
        example = """
            - server kill: leader of ORDERS
              as: killed
            - server start: ${killed.node}
            """)
public record ServerKill(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return target.perform(
                world,
                Set.of(ServerState.RUNNING, ServerState.PAUSED, ServerState.LAME_DUCK),
                (server, left) -> server.kill());
    }
}
