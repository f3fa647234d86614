package dev.binrun.verb;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;

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
        JsonObject ack = Api.response(subject, Api.request(world.connection(), subject, null, value, world.patience()));
        JsonObject answer = new JsonObject();
        answer.addProperty("bucket", bucket);
        answer.addProperty("key", key);
        Messages.payload(answer, "value", value);
        answer.addProperty("revision", ack.get("seq").getAsLong());
        answer.addProperty("operation", "PUT");
        return answer;
    }
}
