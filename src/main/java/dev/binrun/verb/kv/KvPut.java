package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Api;
import dev.binrun.verb.Messages;
import dev.binrun.verb.Payload;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import io.nats.client.Message;

/** Sets a key's value: {@code nats kv put}. */
public record KvPut(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key", position = 1, required = true)
        String key,

        @Arg(value = "the value", position = 2) Payload payload)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        String subject = "$KV." + bucket + "." + key;
        byte[] value = payload.bytes(world, 0);
        JsonObject ack = Api.response(subject, request(world, subject, value));
        JsonObject answer = new JsonObject();
        answer.addProperty("bucket", bucket);
        answer.addProperty("key", key);
        Messages.payload(answer, "value", value);
        answer.addProperty("revision", ack.get("seq").getAsLong());
        answer.addProperty("operation", "PUT");
        return answer;
    }

    private Message request(World world, String subject, byte[] value) throws InterruptedException {
        try {
            return Api.request(world.connection(), subject, null, value, world.patience());
        } catch (VerbFailed e) {
            throw e.noResponders()
                    ? VerbFailed.of(503, "no responders: there is no bucket '" + bucket + "' (not found)")
                    : e;
        }
    }
}
