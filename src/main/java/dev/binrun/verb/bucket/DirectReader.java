package dev.binrun.verb.bucket;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads messages of a bucket from any replica or mirror (ADR-31), whose content can be older than the leader's. */
record DirectReader(VerbWorld world, Bucket bucket) {
    private static final int NOT_FOUND = 404;

    /** Returns the message that a direct get request selects; empty if it does not exist. */
    Optional<StoredMessage> get(JsonObject request) throws InterruptedException {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        Message reply = request("$JS.API.DIRECT.GET." + bucket.stream(), body);
        if (!reply.isStatusMessage()) {
            return Optional.of(stored(reply));
        }
        int code = reply.getStatus().getCode();
        if (code == NOT_FOUND) {
            return Optional.empty();
        }
        throw Api.status(reply);
    }

    private Message request(String subject, byte[] body) throws InterruptedException {
        try {
            return Retry.whileNoResponders(
                    world, () -> Api.request(world.connection(), subject, null, body, world.patience()));
        } catch (VerbFailedException e) {
            throw e.noResponders()
                    ? VerbFailedException.of(
                            503,
                            "no responders: no stream replies to direct gets of " + bucket.described()
                                    + " (does it exist, with allow_direct: true?)",
                            Reason.NO_RESPONDERS)
                    : e;
        }
    }

    private static StoredMessage stored(Message reply) {
        Headers headers = reply.getHeaders();
        return new StoredMessage(
                Long.parseLong(headers.getLast("Nats-Sequence")),
                headers.getLast("Nats-Subject"),
                headers.getSerialized(),
                reply.getData(),
                headers.getLast("Nats-Time-Stamp"));
    }
}
