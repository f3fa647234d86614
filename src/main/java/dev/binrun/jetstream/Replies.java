package dev.binrun.jetstream;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An inbox for the replies to many concurrent requests. The shared inbox of jnats drops pending replies beyond 64 MiB;
 * this one has no limit, so the caller must limit the requests in flight.
 */
public final class Replies implements AutoCloseable {
    private static final int NO_RESPONDERS = 503;

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final String inbox;
    private final Map<String, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();
    private long requests;

    /**
     * Subscribes to a new inbox.
     *
     * @throws VerbFailedException if the connection is closed
     */
    public Replies(Connection connection) {
        this.connection = connection;
        try {
            inbox = connection.createInbox();
            dispatcher = Connections.dispatcher(connection);
            dispatcher.subscribe(inbox + ".>", this::received);
        } catch (IllegalStateException e) {
            throw Api.unsendable("an inbox", e);
        }
    }

    /**
     * Sends a request; {@link Api#await} waits for its reply.
     *
     * @throws VerbFailedException if the request cannot be sent
     */
    public CompletableFuture<Message> ask(String subject, byte[] body) {
        String replyTo = inbox + "." + requests++;
        CompletableFuture<Message> reply = new CompletableFuture<>();
        waiting.put(replyTo, reply);
        Api.publish(connection, subject, replyTo, null, body);
        return reply;
    }

    private void received(Message message) {
        CompletableFuture<Message> reply = waiting.remove(message.getSubject());
        if (reply == null) {
            return;
        }
        if (message.isStatusMessage() && message.getStatus().getCode() == NO_RESPONDERS) {
            reply.completeExceptionally(new JetStreamStatusException(message.getStatus()));
        } else {
            reply.complete(message);
        }
    }

    @Override
    public void close() {
        if (dispatcher.isActive() && connection.getStatus() != Connection.Status.CLOSED) {
            connection.closeDispatcher(dispatcher);
        }
    }
}
