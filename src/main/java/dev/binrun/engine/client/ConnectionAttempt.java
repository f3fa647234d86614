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
 * One try to connect, on a thread of its own: when the server refuses, jnats waits on for the answer to its first ping, unless it
 * is interrupted.
 */
final class ConnectionAttempt {
    private final Options options;
    private final CompletableFuture<Connection> made = new CompletableFuture<>();
    private final Thread thread;
    private volatile String said = "";

    private ConnectionAttempt(String client, Options.Builder options, UnexpectedFailures failures) {
        Refusals refusals = new Refusals(
                error -> hear(error, true),
                error -> hear(error, isLast()),
                failures::add,
                dropped -> failures.add(new BrokenException("client '" + client + "' " + dropped, "")));
        this.options = options.errorListener(refusals)
                .connectionListener((connection, event) -> {
                    switch (event) {
                        case DISCONNECTED -> refusals.lost();
                        case CONNECTED, RESUBSCRIBED -> refusals.restored();
                        default -> {} // a reconnection is whole with its subscriptions only
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
     * The connection of a client.
     *
     * @param failures records what fails unexpectedly on a thread of the connection
     * @throws RefusedConnectionException if there is none
     * @throws ServerException if a limit of this machine is reached
     */
    static Connection connect(String client, Options.Builder options, UnexpectedFailures failures)
            throws RefusedConnectionException, InterruptedException {
        ConnectionAttempt connecting = new ConnectionAttempt(client, options, failures);
        connecting.thread.start();
        return connecting.await();
    }

    private Connection await() throws RefusedConnectionException, InterruptedException {
        try {
            return made.get();
        } catch (InterruptedException e) {
            giveUp();
            throw e;
        } catch (ExecutionException e) {
            String why = said.isEmpty() ? String.valueOf(e.getCause().getMessage()) : said;
            if (ResourceLimit.of(e.getCause()).or(() -> ResourceLimit.in(why)).isPresent()) {
                throw new ServerException(
                        "a client cannot connect: " + why, e.getCause()); // the server refused nothing
            }
            if (e.getCause() instanceof Error error) {
                throw error; // such as a missing class, which no server refused
            }
            throw refused(why);
        }
    }

    /** A server that is paused or cut off accepts the connection and does not answer; jnats' message has only the class of its error then. */
    private RefusedConnectionException refused(String message) {
        return message.contains(TimeoutException.class.getName())
                ? new RefusedConnectionException(
                        "no answer within " + Quantity.write(options.getConnectionTimeout()), false)
                : new RefusedConnectionException(message, true);
    }

    /** Nobody waits any more: what is made already, or still will be, is closed. */
    private void giveUp() throws InterruptedException {
        if (made.cancel(false)) {
            thread.interrupt();
        } else if (!made.isCompletedExceptionally()) {
            made.join().close();
        }
    }

    private void connect() {
        try {
            Connection connection = Nats.connect(options);
            if (!made.complete(connection)) {
                connection.close();
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            made.completeExceptionally(e); // who waits throws it again
        }
    }

    /** What went wrong first is the reason, all after it is what came of that; where one node is away another may answer. */
    private void hear(String error, boolean enough) {
        if (!made.isDone()) {
            said = said.isEmpty() ? error : said;
            if (enough) {
                thread.interrupt();
            }
        }
    }

    /** Whether there is no other node to go to. */
    private boolean isLast() {
        return options.getServers().size() == 1;
    }
}
