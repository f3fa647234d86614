package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Set;

/** Puts a server into lame duck mode, as before maintenance. */
@VerbDoc(
        value =
                "Puts a server into lame duck mode (SIGUSR2): it disconnects its clients gradually, then stops. The step ends when"
                        + " the mode begins; lame_duck_grace_period and lame_duck_duration set its duration",
        answers = "{node, state}: lame-duck",
        example = """
            - server lame-duck: n2
              expect: { node: n2, state: lame-duck }
            - server info: n2
              within: 20s
              expect: { state: stopped }
            - server start: n2
            """)
public record ServerLameDuck(@Arg(value = "", position = 0) FaultTarget target) implements ServerFault {
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject answer = target.perform(world, Set.of(ServerState.RUNNING), NatsServer::lameDuck);
        answer.addProperty("state", ServerState.LAME_DUCK.word()); // without clients, the server has already stopped
        return answer;
    }
}
