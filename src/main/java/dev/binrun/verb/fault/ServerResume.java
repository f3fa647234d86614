package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Set;

/** Resumes a paused server. */
@VerbDoc(value = "Resumes a paused server (SIGCONT)", answers = "{node, state}: running", example = """
            - server pause: n3
            - server resume: n3
              expect: { state: running }
            """)
public record ServerResume(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return target.perform(world, Set.of(ServerState.PAUSED), NatsServer::resume);
    }
}
