package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.util.Set;

/** Holds a server, as a machine does that is too busy. */
@VerbDoc(
        value = "Holds a server (SIGSTOP): it does nothing, while its connections stay open",
        answers = "{node, state}: paused",
        example = """
            - server pause: any
              as: held
              expect: { state: paused }
            - server resume: ${held.node}
              expect: { node: "${held.node}", state: running }
            """)
public record ServerPause(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    @Override
    public JsonObject run(World world) throws InterruptedException {
        return target.strike(world, Set.of(ServerState.RUNNING), NatsServer::pause);
    }
}
