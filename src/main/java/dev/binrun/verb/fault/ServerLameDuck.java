package dev.binrun.verb.fault;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.util.Set;

/** Sends a server into lame duck mode, as for maintenance. */
@VerbDoc(
        value =
                "Has a server send its clients away, by and by, and then end (SIGUSR2); ends when it has begun. How long it takes: lame_duck_grace_period and lame_duck_duration of its configuration",
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
    public JsonObject run(World world) throws InterruptedException {
        JsonObject answer = target.strike(world, Set.of(ServerState.RUNNING), NatsServer::lameDuck);
        answer.addProperty("state", ServerState.LAME_DUCK.word()); // without clients it has ended already
        return answer;
    }
}
