package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Set;

/** Pauses a server, as an overloaded machine does. */
@VerbDoc(
        value = "Pauses a server (SIGSTOP): it does nothing, but its connections stay open",
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
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return target.perform(world, Set.of(ServerState.RUNNING), NatsServer::pause);
    }
}
