package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.util.Optional;

/**
 * Sets a consumer back, or forth: {@code nats consumer reset}. As the CLI does, it asks for the consumer's info first: a reset is
 * answered by the consumer itself (server/consumer.go, processResetReq), so of one that is not there by nobody.
 */
@VerbDoc(
        value = "Sets a consumer back, or forth; from server 2.14",
        answers = "the consumer's info, and {reset_seq}",
        example = """
            - consumer reset: { stream: ORDERS, consumer: worker, seq: 2 }
              expect: { reset_seq: 2, num_pending: 4 }
            """)
public record ConsumerReset(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg(value = "the sequence it goes on from; if left out, the first that is not acknowledged", also = "sequence")
        Optional<Long> seq)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        Api.ask(world, "CONSUMER.INFO." + stream + "." + consumer, null);
        JsonObject request = new JsonObject();
        seq.ifPresent(number -> request.addProperty("seq", number));
        try {
            return Api.ask(world, "CONSUMER.RESET." + stream + "." + consumer, seq.isPresent() ? request : null);
        } catch (VerbFailedException e) {
            throw e.outcomeUnknown() || e.noResponders() ? nobody(world, e) : e;
        }
    }

    private VerbFailedException nobody(World world, VerbFailedException e) {
        return e.guessing("servers reset consumers from 2.14, this is " + world.serverVersion());
    }
}
