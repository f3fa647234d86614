package dev.binrun.verb.message;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.TemplateText;
import dev.binrun.form.UnknownNameException;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.PayloadException;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Replies to one request after the other. A request to which no reply can be built, for example without a header that
 * the reply refers to, gets a service error (ADR-32). The failure is gathered too, and makes the end of the run fail.
 */
final class Responder implements AutoCloseable {
    private final Reply verb;
    private final VerbWorld world;
    private final Connection connection;
    private final GatheredMessages gathered;
    private final DeliveryRecorder deliveries;
    private final Dispatcher dispatcher;
    private final CountDownLatch over = new CountDownLatch(1);
    private long requests;
    private long plain;
    private volatile String firstFailure = "";

    /** Creates a responder; {@link #dispatcher()} must be subscribed to {@link #reply}. */
    Responder(Reply verb, VerbWorld world, GatheredMessages gathered) {
        this.verb = verb;
        this.world = world;
        this.connection = world.connection();
        this.gathered = gathered;
        this.deliveries = DeliveryRecorder.shared(world.recorder());
        this.dispatcher = Connections.dispatcher(connection); // its own, because it may sleep before a reply
    }

    /** Returns the dispatcher that handles the requests. */
    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Replies to a request, which is gathered first, so that a client with the reply finds the request there. */
    void reply(Message request) {
        deliveries.received(request);
        if (request.getReplyTo() == null) {
            gathered.put("unanswered", new JsonPrimitive(++plain));
            return;
        }
        long i = requests++;
        JsonObject tree = Messages.delivered(request);
        Headers headers;
        byte[] body;
        try {
            JsonObject known = known(tree);
            headers = headers(request, known, i);
            body = verb.echo()
                    ? request.getData()
                    : verb.payload().with("request", known).bytes(world, i);
        } catch (UnknownNameException | PayloadException | VerbFailedException e) {
            refuse(request, i, e.getMessage());
            return;
        }
        if (pause()) {
            gathered.add(() -> tree);
            record(request.getReplyTo(), headers, body);
            send(request, i, headers, body);
        }
    }

    /** The reply subject may belong to a bucket, which stores the reply. */
    private void record(String to, Headers headers, byte[] body) {
        if (to.startsWith("$KV.")) {
            PublishRecorder.message(world.recorder(), to, headers, body);
        }
    }

    /** Stops all replies, even those that are delayed. */
    void stop() {
        over.countDown();
    }

    /**
     * Stops all replies, and closes the dispatcher.
     *
     * @throws VerbFailedException if a request got no proper reply: then the system under test was not the one that the
     *     scenario means
     */
    @Override
    public void close() {
        stop();
        if (dispatcher.isActive() && connection.getStatus() != Connection.Status.CLOSED) {
            connection.closeDispatcher(dispatcher);
        }
        if (!firstFailure.isEmpty()) {
            throw VerbFailedException.of(firstFailure);
        }
    }

    private static JsonObject known(JsonObject tree) {
        JsonObject known = tree.deepCopy();
        if (!known.has("headers")) {
            known.add("headers", new JsonObject());
        }
        JsonArray tokens = new JsonArray();
        List.of(tree.get("subject").getAsString().split("\\.")).forEach(tokens::add);
        known.add("tokens", tokens);
        return known;
    }

    private Headers headers(Message request, JsonObject known, long i) {
        Map<String, List<TemplateText>> written = new LinkedHashMap<>();
        verb.headers()
                .ifPresent(map -> map.forEach((name, values) -> written.put(
                        name,
                        values.stream()
                                .map(value -> value.with("request", known))
                                .toList())));
        Headers all = HeaderTexts.at(Optional.of(written), i);
        if (verb.echo() && request.hasHeaders()) {
            request.getHeaders().forEach((name, values) -> all.add(name, values));
        }
        return all;
    }

    /** Waits for the time that the step states, and returns whether a reply should still be sent. */
    private boolean pause() {
        try {
            return !over.await(verb.sleep().orElse(Duration.ZERO).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void refuse(Message request, long i, String why) {
        String failure = "reply: request " + i + " on " + request.getSubject() + " got no reply: " + why;
        if (firstFailure.isEmpty()) {
            firstFailure = failure;
        }
        Headers error = new Headers();
        error.put("Nats-Service-Error", failure.replaceAll("[^ -~]", "?"));
        error.put("Nats-Service-Error-Code", "500");
        send(request, error, new byte[0]);
        throw VerbFailedException.of(why);
    }

    private void send(Message request, long i, Headers headers, byte[] body) {
        try {
            send(request, headers, body);
        } catch (VerbFailedException e) {
            refuse(request, i, e.getMessage());
        }
    }

    /** The reply to a message of a consumer settles it; no confirmation is requested. */
    private void send(Message request, Headers headers, byte[] body) {
        String to = request.getReplyTo();
        PendingOperation settled = PublishRecorder.isServers(to)
                ? PublishRecorder.toServer(world.recorder(), to, body)
                : PendingOperation.NONE;
        try {
            Api.publish(connection, to, null, headers, body);
        } catch (VerbFailedException e) {
            e.complete(settled);
            throw e;
        }
    }
}
