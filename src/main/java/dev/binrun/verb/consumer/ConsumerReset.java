package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/**
 * Moves a consumer to another sequence: {@code nats consumer reset}. Like the CLI, it requests the consumer's info
 * first: the consumer itself replies to a reset (server/consumer.go, processResetReq), so a reset of an absent consumer
 * gets no reply.
 */
@VerbDoc(
        value = "Moves a consumer back or forward to a sequence; from server 2.14",
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

        @Arg(
                value = "the sequence to continue from; if left out, the first that is not acknowledged",
                also = "sequence")
        Optional<Long> seq)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Api.ask(world, "CONSUMER.INFO." + stream + "." + consumer, null);
        JsonObject request = new JsonObject();
        seq.ifPresent(number -> request.addProperty("seq", number));
        try {
            return Api.ask(world, "CONSUMER.RESET." + stream + "." + consumer, seq.isPresent() ? request : null);
        } catch (VerbFailedException e) {
            throw e.outcomeUnknown() || e.noResponders() ? withoutReply(world, e) : e;
        }
    }

    private VerbFailedException withoutReply(VerbWorld world, VerbFailedException e) {
        return e.guessing("servers reset consumers from 2.14, this is " + world.serverVersion());
    }
}
