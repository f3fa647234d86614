package dev.binrun.engine;

import dev.binrun.verb.Refusals;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One try to connect, on a thread of its own: when the server refuses, jnats waits on for the answer to its first ping, unless it
 * is interrupted.
 */
final class Connecting {
    private final Options options;
    private final FutureTask<Connection> task = new FutureTask<>(this::connection);
    private final Thread thread;
    private volatile String said = "";
    private volatile boolean givenUp;

    private Connecting(String client, Options.Builder options) {
        this.options = options.errorListener(new Refusals(this::hear))
                .callbackExecutor(new DirectExecutor())
                .dataPortType(HeardDataPort.class.getName())
                .build();
        this.thread = new Thread(task, "binrun-connect-" + client);
        thread.setDaemon(true);
    }

    /**
     * The connection of a client.
     *
     * @throws RefusedConnection if there is none
     */
    static Connection connect(String client, Options.Builder options) throws RefusedConnection, InterruptedException {
        Connecting connecting = new Connecting(client, options);
        connecting.thread.start();
        return connecting.await();
    }

    private Connection await() throws RefusedConnection, InterruptedException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            givenUp = true;
            thread.interrupt();
            throw e;
        } catch (ExecutionException e) {
            String reason = said.isEmpty() ? String.valueOf(e.getCause().getMessage()) : said;
            throw new RefusedConnection(reason);
        }
    }

    private Connection connection() throws IOException, InterruptedException {
        Connection connection = Nats.connect(options);
        if (givenUp) {
            connection.close();
        }
        return connection;
    }

    /** What went wrong first is the reason, all after it is what came of that. */
    private void hear(String error) {
        if (!task.isDone() && said.isEmpty()) {
            said = error;
            thread.interrupt();
        }
    }
}
