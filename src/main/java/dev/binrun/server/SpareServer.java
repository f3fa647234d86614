package dev.binrun.server;

import dev.binrun.server.host.ServerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A server that is started before its user asks for it. The thread that starts it also closes it, unless it is taken in
 * time.
 */
final class SpareServer {
    /** In this time the user of the server before connects, which takes longer beside the start of a server. */
    private static final Duration PAUSE = Duration.ofMillis(3);

    private final ServerOptions options;
    private final Duration idle;
    private final Predicate<SpareServer> withdrawal;
    private final CompletableFuture<Void> asked = new CompletableFuture<>();

    /** The server; empty if it could not be started. */
    private final CompletableFuture<Optional<NatsServer>> started = new CompletableFuture<>();

    /** The spare server that the same thread starts next; completed when this one is settled. */
    private final CompletableFuture<Optional<SpareServer>> next = new CompletableFuture<>();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean taken;
    private Thread starting;

    /**
     * Creates a spare server that is not started yet.
     *
     * @param idle the time until the server is closed if it is not taken
     * @param withdrawal offers this spare server no longer; returns false if a user asked for it already
     */
    SpareServer(ServerOptions options, Duration idle, Predicate<SpareServer> withdrawal) {
        this.options = options;
        this.idle = idle;
        this.withdrawal = withdrawal;
    }

    /** Starts the server on a new thread, which inherits nothing from the current one. */
    void start() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread thread = new Thread(group, new SpareChain(this), "nats-server-spare-" + options.name(), 0, false);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) { // the user who asks for the server starts one
            withdrawal.test(this);
            started.complete(Optional.empty());
            ended.complete(null);
        }
    }

    /**
     * Waits until the server is ready and returns it. Only one caller may do so, and must call {@link #settle} or
     * {@link #continueWith} after that.
     *
     * @return empty if the server was not started in time or has ended since
     * @throws ServerException if the current thread is interrupted
     */
    Optional<NatsServer> take() {
        asked.complete(null);
        try {
            Optional<NatsServer> server = started.get(options.startTimeout().toNanos(), TimeUnit.NANOSECONDS)
                    .filter(NatsServer::isAlive);
            taken = server.isPresent();
            return server;
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while waiting for nats-server " + options.name(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // the future completes with a value only
        }
    }

    /** Lets the thread start another server. */
    void continueWith(SpareServer following) {
        next.complete(Optional.of(following));
    }

    /** Lets the thread end, and the server too if it was not taken. */
    void settle() {
        asked.complete(null);
        next.complete(Optional.empty());
        endStart();
    }

    /** Waits until the server has ended, if it was settled without being taken. */
    void awaitEnd(Duration limit) {
        await(ended, limit);
    }

    /** The spare servers of one thread. Only the current one is held: each knows the next, so the first holds all. */
    private static final class SpareChain implements Runnable {
        private SpareServer current;

        SpareChain(SpareServer first) {
            current = first;
        }

        @Override
        public void run() {
            while (current != null) {
                current = current.serve().orElse(null);
            }
        }
    }

    private Optional<SpareServer> serve() {
        await(asked, PAUSE);
        Optional<NatsServer> server = next.isDone() ? Optional.empty() : startServer();
        started.complete(server);
        if (!await(next, idle) && withdrawal.test(this)) {
            settle();
        }
        Optional<SpareServer> following = next.join();
        if (!taken) {
            server.ifPresent(SpareServer::close);
        }
        ended.complete(null);
        return following;
    }

    private static void close(NatsServer server) {
        try {
            server.close();
        } catch (ServerException e) {
            return; // the reaper ends the process and removes the folder at the end of this JVM
        }
    }

    /** If the start fails, a user who asks for the server starts one and learns the reason. */
    private Optional<NatsServer> startServer() {
        beginStart();
        try {
            return Optional.of(NatsServer.start(options));
        } catch (RuntimeException | Error e) {
            return Optional.empty();
        } finally {
            finishStart();
        }
    }

    private synchronized void beginStart() {
        starting = Thread.currentThread();
    }

    private synchronized void endStart() {
        if (starting != null) {
            starting.interrupt();
        }
    }

    /** Clears an interrupt that arrived too late to end the start. */
    private synchronized void finishStart() {
        starting = null;
        Thread.interrupted();
    }

    private static boolean await(CompletableFuture<?> future, Duration limit) {
        try {
            future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            return false;
        }
    }
}
