package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.util.Set;

/** Ends a server as the kernel does that has no memory left. */
@VerbDoc(
        value =
                "Ends a server at once (SIGKILL): nothing that it has in memory only survives, what it has written does. Also while another"
                        + " branch starts it: then that step ends with the error 'n1 was killed while it started'",
        answers = "{node, state}: stopped",
        example = """
            - server kill: leader of ORDERS
              as: killed
            - server start: ${killed.node}
            """)
public record ServerKill(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    @Override
    public JsonObject run(World world) throws InterruptedException {
        return target.strike(
                world,
                Set.of(ServerState.RUNNING, ServerState.PAUSED, ServerState.LAME_DUCK),
                (server, left) -> server.kill());
    }
}
