package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Seals a stream, which makes it read-only for good: {@code nats stream seal}. */
@VerbDoc(value = "Makes a stream read-only, for good", answers = "the stream's info", example = """
            - stream seal: ORDERS
              expect: { config: { sealed: true } }
            - pub: orders.new too late
              error: sealed
            """)
public record StreamSeal(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream) implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject sealed = new JsonObject();
        sealed.addProperty("sealed", true);
        return StreamEdit.change(world, stream, sealed, false);
    }
}
