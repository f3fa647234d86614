package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Removes one message of a stream, and overwrites its bytes: {@code nats stream rmm}. */
@VerbDoc(value = "Removes one message", answers = "{success: true}", example = """
            - stream rmm: ORDERS 3
              expect: { success: true }
            - stream get: ORDERS 3
              error: not found
            """)
public record StreamRmm(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream,

        @Arg(value = "the message's sequence", position = 1, required = true, also = "id")
        long seq,

        @Arg("do not overwrite the bytes of the message") boolean noErase)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("seq", seq);
        if (noErase) {
            request.addProperty("no_erase", true);
        }
        return Api.ask(world, "STREAM.MSG.DELETE." + stream, request);
    }
}
