package dev.binrun.jetstream;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers to many large requests at the same time. The client's shared inbox drops answers beyond 64 MiB that wait to be taken;
 * this one has no limit, so whoever asks bounds what is under way.
 */
public final class Replies implements AutoCloseable {
    private static final int NO_RESPONDERS = 503;

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final String inbox;
    private final Map<String, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();
    private long requests;

    /** @throws VerbFailedException if the connection is closed */
    public Replies(Connection connection) {
        this.connection = connection;
        try {
            inbox = connection.createInbox();
            dispatcher = Connections.dispatcher(connection);
            dispatcher.subscribe(inbox + ".>", this::answered);
        } catch (IllegalStateException e) {
            throw Api.unsendable("an inbox", e);
        }
    }

    /**
     * Sends a request; its answer is awaited with {@link Api#await}.
     *
     * @throws VerbFailedException if it cannot be sent
     */
    public CompletableFuture<Message> ask(String subject, byte[] body) {
        String reply = inbox + "." + requests++;
        CompletableFuture<Message> answer = new CompletableFuture<>();
        waiting.put(reply, answer);
        Api.publish(connection, subject, reply, null, body);
        return answer;
    }

    private void answered(Message message) {
        CompletableFuture<Message> answer = waiting.remove(message.getSubject());
        if (answer == null) {
            return;
        }
        if (message.isStatusMessage() && message.getStatus().getCode() == NO_RESPONDERS) {
            answer.completeExceptionally(new JetStreamStatusException(message.getStatus()));
        } else {
            answer.complete(message);
        }
    }

    @Override
    public void close() {
        if (dispatcher.isActive() && connection.getStatus() != Connection.Status.CLOSED) {
            connection.closeDispatcher(dispatcher);
        }
    }
}
