package dev.binrun.engine.client;

import dev.binrun.form.Quantity;
import dev.binrun.jetstream.Refusals;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.ServerException;
import dev.binrun.verdict.BrokenException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * One attempt to connect, on its own thread. If the server refuses, jnats would wait for the reply to its first ping
 * until the thread is interrupted.
 */
final class ConnectionAttempt {
    private final Options options;
    private final CompletableFuture<Connection> connected = new CompletableFuture<>();
    private final Thread thread;
    private volatile String reason = "";

    private ConnectionAttempt(String client, Options.Builder options, UnexpectedFailures failures) {
        Refusals refusals = new Refusals(
                error -> refuse(error, true),
                error -> refuse(error, hasOneNode()),
                failures::add,
                dropped -> failures.add(new BrokenException("client '" + client + "' " + dropped, "")));
        this.options = options.errorListener(refusals)
                .connectionListener((connection, event) -> {
                    switch (event) {
                        case DISCONNECTED -> refusals.lost();
                        case CONNECTED, RESUBSCRIBED -> refusals.restored();
                        default -> {} // a reconnection is complete only with its subscriptions
                    }
                })
                .executor(new ClientThreads(client, failures))
                .callbackExecutor(new DirectExecutor())
                .supportUTF8Subjects()
                .dataPortType(HeardDataPort.class.getName())
                .build();
        this.thread = new Thread(this::connect, "binrun-connect-" + client);
        thread.setDaemon(true);
    }

    /**
     * Connects a client.
     *
     * @param failures records the unexpected failures on the threads of the connection
     * @throws RefusedConnectionException if the server refuses the connection or does not reply
     * @throws ServerException if a limit of this machine is reached
     */
    static Connection connect(String client, Options.Builder options, UnexpectedFailures failures)
            throws RefusedConnectionException, InterruptedException {
        ConnectionAttempt attempt = new ConnectionAttempt(client, options, failures);
        attempt.thread.start();
        return attempt.await();
    }

    private Connection await() throws RefusedConnectionException, InterruptedException {
        try {
            return connected.get();
        } catch (InterruptedException e) {
            giveUp();
            throw e;
        } catch (ExecutionException e) {
            String message = reason.isEmpty() ? String.valueOf(e.getCause().getMessage()) : reason;
            if (ResourceLimit.of(e.getCause())
                    .or(() -> ResourceLimit.in(message))
                    .isPresent()) {
                throw new ServerException(
                        "a client cannot connect: " + message, e.getCause()); // the server refused nothing
            }
            if (e.getCause() instanceof Error error) {
                throw error; // such as a missing class
            }
            throw refused(message);
        }
    }

    /** If a server is paused or cut off, the message of jnats has only the class of its exception. */
    private RefusedConnectionException refused(String message) {
        return message.contains(TimeoutException.class.getName())
                ? new RefusedConnectionException(
                        "no reply within " + Quantity.write(options.getConnectionTimeout()), false)
                : new RefusedConnectionException(message, true);
    }

    /** Closes the connection, now or as soon as it is established. */
    private void giveUp() throws InterruptedException {
        if (connected.cancel(false)) {
            thread.interrupt();
        } else if (!connected.isCompletedExceptionally()) {
            connected.join().close();
        }
    }

    private void connect() {
        try {
            Connection connection = Nats.connect(options);
            if (!connected.complete(connection)) {
                connection.close();
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            connected.completeExceptionally(e); // thrown again by the thread that waits
        }
    }

    /**
     * Keeps the first error as the reason, because later ones only follow from it.
     *
     * @param last whether no other node may accept the connection
     */
    private void refuse(String error, boolean last) {
        if (!connected.isDone()) {
            reason = reason.isEmpty() ? error : reason;
            if (last) {
                thread.interrupt();
            }
        }
    }

    private boolean hasOneNode() {
        return options.getServers().size() == 1;
    }
}
