package dev.binrun.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Json;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts a session, or the workers of a command, into its bucket. */
record EntryPut(String bucket, String key, String value) implements PageAction {
    static final String SESSIONS = "sessions";
    static final String COMMANDS = "commands";

    /** Returns the put of a session. */
    static EntryPut session(String key, List<String> subscriptions) {
        JsonArray subjects = new JsonArray();
        subscriptions.forEach(subjects::add);
        JsonObject value = new JsonObject();
        value.add("subscriptions", subjects);
        return new EntryPut(SESSIONS, key, Json.write(value));
    }

    /** Returns the put of a number of workers. */
    static EntryPut workers(String key, long workers) {
        return new EntryPut(COMMANDS, key, "{\"workers\":" + workers + "}");
    }

    @Override
    public List<String> command() {
        return List.of("kv", "put", bucket, key, value);
    }

    @Override
    public String perform(Connection nc) throws InterruptedException {
        long revision = put(nc, bucket, key, null, value);
        return "put as revision " + revision + " of the bucket " + bucket;
    }

    /** Stores an entry, and returns its revision. The server alone judges it. */
    static long put(Connection nc, String bucket, String key, Headers headers, String value)
            throws InterruptedException {
        String subject = "$KV." + bucket + "." + key;
        byte[] data = value.getBytes(StandardCharsets.UTF_8);
        return JsonFields.number(Api.response(subject, Api.request(nc, subject, headers, data, PATIENCE)), "seq");
    }
}
