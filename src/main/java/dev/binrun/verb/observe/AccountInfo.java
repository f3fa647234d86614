package dev.binrun.verb.observe;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Reads the JetStream usage and limits of the client's account: {@code nats account info}. */
@VerbDoc(
        value = "Reads the JetStream usage and limits of the client's account",
        answers = "{memory, storage, streams, consumers, limits, api, …}",
        example = """
            - account info:
              expect: { streams: 3, consumers: 2 }
            """)
public record AccountInfo() implements Verb {
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return Api.ask(world, "INFO", null);
    }
}
