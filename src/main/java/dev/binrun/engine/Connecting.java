package dev.binrun.engine;

import dev.binrun.form.Quantity;
import dev.binrun.server.ResourceLimit;
import dev.binrun.server.ServerException;
import dev.binrun.verb.Refusals;
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
final class Connecting {
    private final Options options;
    private final CompletableFuture<Connection> made = new CompletableFuture<>();
    private final Thread thread;
    private volatile String said = "";

    private Connecting(String client, Options.Builder options) {
        Refusals refusals = new Refusals(error -> hear(error, true), error -> hear(error, isLast()));
        this.options = options.errorListener(refusals)
                .connectionListener((connection, event) -> {
                    switch (event) {
                        case DISCONNECTED -> refusals.lost();
                        case CONNECTED, RESUBSCRIBED -> refusals.restored();
                        default -> {} // a reconnection is whole with its subscriptions only
                    }
                })
                .callbackExecutor(new DirectExecutor())
                .dataPortType(HeardDataPort.class.getName())
                .build();
        this.thread = new Thread(this::connect, "binrun-connect-" + client);
        thread.setDaemon(true);
    }

    /**
     * The connection of a client.
     *
     * @throws RefusedConnection if there is none
     * @throws ServerException if a limit of this machine is reached
     */
    static Connection connect(String client, Options.Builder options) throws RefusedConnection, InterruptedException {
        Connecting connecting = new Connecting(client, options);
        connecting.thread.start();
        return connecting.await();
    }

    private Connection await() throws RefusedConnection, InterruptedException {
        try {
            return made.get();
        } catch (InterruptedException e) {
            giveUp();
            throw e;
        } catch (ExecutionException e) {
            String why = said.isEmpty() ? String.valueOf(e.getCause().getMessage()) : said;
            if (ResourceLimit.of(e.getCause()).or(() -> ResourceLimit.in(why)).isPresent()) {
                throw new ServerException("a client cannot connect: " + why, e.getCause()); // the server refused nothing
            }
            throw new RefusedConnection(reason(why));
        }
    }

    /** A server that is paused or cut off lets connect, and says nothing; jnats names the class of its own error then. */
    private String reason(String message) {
        return message.contains(TimeoutException.class.getName())
                ? "no answer within " + Quantity.write(options.getConnectionTimeout())
                : message;
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
