package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests stored messages as they are, without JSON around them (ADR-31). The server adds headers with their sequence
 * and time.
 */
record DirectGet(VerbWorld world, String stream, JsonObject request) {
    private static final int NOT_FOUND = 404;
    private static final int NO_RESPONDERS = 503;
    private static final int END = 204;

    /**
     * Returns the requested message.
     *
     * @throws VerbFailedException if the server rejects the request, or has no such message
     */
    JsonObject one() throws InterruptedException {
        try {
            Message reply = Retry.whileNoResponders(
                    world, () -> Api.request(world.connection(), subject(), null, body(), world.patience()));
            if (reply.isStatusMessage()) {
                throw Api.status(reply);
            }
            return tree(reply);
        } catch (VerbFailedException e) {
            throw e.noResponders() ? notServed() : e;
        }
    }

    /** Returns all requested messages, and the status that ended them. No message is not an error. */
    JsonObject several(Optional<Long> keep, long asked) throws InterruptedException {
        Connection connection = world.connection();
        GatheredMessages gathered = GatheredMessages.messages(keep, asked);
        String inbox = connection.createInbox();
        Subscription subscription = Connections.subscribe(connection, inbox);
        try {
            connection.publish(subject(), inbox, body());
            Message message = next(subscription);
            while (!message.isStatusMessage()) {
                mustBeOfBatch(message);
                Message stored = message;
                gathered.add(() -> tree(stored));
                message = next(subscription);
            }
            gathered.put("status", Messages.status(ending(message)));
            return gathered.answer();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Api.unsendable(subject(), e);
        } finally {
            subscription.unsubscribe();
        }
    }

    private Message next(Subscription subscription) throws InterruptedException {
        Message message = subscription.nextMessage(world.patience().plusMillis(1)); // zero would wait for ever
        if (message == null) {
            throw VerbFailedException.of(
                            "timeout: the server sent neither a message nor the end of the messages on " + subject(),
                            Reason.TIMEOUT)
                    .on(subject());
        }
        return message;
    }

    private Message ending(Message status) {
        int code = status.getStatus().getCode();
        if (code == NO_RESPONDERS) {
            throw notServed();
        }
        if (code != END && code != NOT_FOUND) {
            throw Api.status(status);
        }
        return status;
    }

    /** A server before 2.11 does not know batches: it replies with one message, and never sends an end. */
    private void mustBeOfBatch(Message message) {
        boolean ofBatch = message.getHeaders() != null && message.getHeaders().containsKey("Nats-Num-Pending");
        if (!ofBatch && !request.has("no_hdr")) {
            throw new IgnoredFieldException("this server (" + world.serverVersion() + ") ignored batch: it needs 2.11");
        }
    }

    private VerbFailedException notServed() {
        return VerbFailedException.of(
                NO_RESPONDERS,
                "no responders: no stream '" + stream
                        + "' replies to direct gets (does it exist, and is its allow_direct true?)",
                Reason.NO_RESPONDERS);
    }

    private String subject() {
        return "$JS.API.DIRECT.GET." + stream;
    }

    private byte[] body() {
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the tree of a stored message, with the facts that the server added to its headers as keys of their own.
     */
    private static JsonObject tree(Message message) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (message.getHeaders() != null) {
            message.getHeaders().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
        }
        JsonObject tree = new JsonObject();
        Optional<String> subject = taken(headers, "Nats-Subject");
        subject.ifPresent(text -> tree.addProperty("subject", text));
        Optional<String> seq = taken(headers, "Nats-Sequence");
        Optional<String> time = taken(headers, "Nats-Time-Stamp");
        Optional<String> pending = taken(headers, "Nats-Num-Pending");
        taken(headers, "Nats-Stream");
        if (pending.isPresent()) {
            taken(headers, "Nats-Last-Sequence");
        }
        Messages.payload(tree, "data", message.getData());
        Messages.headers(tree, headers);
        tree.addProperty("size", message.getData().length);
        seq.ifPresent(number -> tree.addProperty("seq", Long.parseLong(number)));
        pending.ifPresent(number -> tree.addProperty("pending", Long.parseLong(number)));
        time.ifPresent(text -> tree.addProperty("time", text));
        return tree;
    }

    /** Removes the last value, which the server added: the stored message itself may have such a header. */
    private static Optional<String> taken(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String last = values.remove(values.size() - 1);
        if (values.isEmpty()) {
            headers.remove(name);
        }
        return Optional.of(last);
    }
}
