package dev.binrun.verb.bucket;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads messages of a bucket from whoever has it, its mirrors too (ADR-31): what it reads may be old. */
final class DirectReader {
    private static final int NOT_FOUND = 404;

    private final World world;
    private final Bucket bucket;

    DirectReader(World world, Bucket bucket) {
        this.world = world;
        this.bucket = bucket;
    }

    /** The message that is asked for, if it is there. */
    Optional<StoredMessage> get(JsonObject request) throws InterruptedException {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        Message answer = answer("$JS.API.DIRECT.GET." + bucket.stream(), body);
        if (!answer.isStatusMessage()) {
            return Optional.of(stored(answer));
        }
        int code = answer.getStatus().getCode();
        if (code == NOT_FOUND) {
            return Optional.empty();
        }
        throw Api.status(answer);
    }

    private Message answer(String subject, byte[] body) throws InterruptedException {
        try {
            return Retry.whileNoResponders(
                    world, () -> Api.request(world.connection(), subject, null, body, world.patience()));
        } catch (VerbFailedException e) {
            throw e.noResponders()
                    ? VerbFailedException.of(
                            503,
                            "no responders: there is no " + bucket.described()
                                    + " that answers direct gets (is it there, and is its stream's allow_direct true?)",
                            Reason.NO_RESPONDERS)
                    : e;
        }
    }

    /** What the server says of the message stands in headers beside the message's own. */
    private static StoredMessage stored(Message answer) {
        Headers headers = answer.getHeaders();
        return new StoredMessage(
                Long.parseLong(headers.getLast("Nats-Sequence")),
                headers.getLast("Nats-Subject"),
                headers.getSerialized(),
                answer.getData(),
                headers.getLast("Nats-Time-Stamp"));
    }
}
