package dev.binrun.server;

import dev.binrun.server.host.Reaper;
import dev.binrun.server.host.ServerException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Servers that are started while others are in use, at most one for equal options. Only options that were used before
 * get one, because many JVMs start a single server.
 */
final class WarmServers implements AutoCloseable {
    /** The spare servers of this JVM. */
    static final WarmServers OF_THIS_JVM = new WarmServers(4, Duration.ofSeconds(10));

    private static final int MOST_USED = 100;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final int most;
    private final Duration idle;
    private final Map<SpareKey, SpareServer> spares = new LinkedHashMap<>();
    private final Set<SpareKey> used = new LinkedHashSet<>();
    private boolean registered;
    private boolean closed;

    /**
     * Starts no server yet.
     *
     * @param most the largest number of spare servers
     * @param idle the time until a spare server is closed if it is not taken
     */
    WarmServers(int most, Duration idle) {
        this.most = most;
        this.idle = idle;
    }

    /**
     * Returns a server that was not used before: the spare one, or one that is started now.
     *
     * @throws ServerException if the server does not start
     */
    NatsServer take(ServerOptions options, Membership membership) {
        if (Thread.currentThread().isInterrupted()) {
            return NatsServer.start(options, membership); // which reports the interrupt
        }
        Optional<SpareKey> key = SpareKey.of(options);
        return key.isEmpty() ? NatsServer.start(options, membership) : take(key.get(), options, membership);
    }

    private NatsServer take(SpareKey key, ServerOptions options, Membership membership) {
        Optional<SpareServer> spare = remove(key);
        try {
            NatsServer server = spare.flatMap(SpareServer::take)
                    .map(ready -> adopted(ready, options, membership))
                    .orElseGet(() -> NatsServer.start(options, membership));
            next(key).ifPresent(next -> spare.ifPresentOrElse(before -> before.continueWith(next), next::start));
            return server;
        } finally {
            spare.ifPresent(SpareServer::settle); // has no effect if it continues with the next
        }
    }

    /** Ends the spare servers. From now on, each server is started when it is asked for. */
    @Override
    public void close() {
        List<SpareServer> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(spares.values());
            spares.clear();
        }
        left.forEach(SpareServer::settle);
        left.forEach(spare -> spare.awaitEnd(CLOSE_LIMIT));
    }

    private static NatsServer adopted(NatsServer server, ServerOptions options, Membership membership) {
        try {
            return server.adopt(options.logLine(), membership);
        } catch (RuntimeException | Error e) {
            try (server) {
                throw e; // a failure to close is added as a suppressed exception
            }
        }
    }

    private synchronized Optional<SpareServer> remove(SpareKey key) {
        return Optional.ofNullable(spares.remove(key));
    }

    private synchronized boolean remove(SpareKey key, SpareServer spare) {
        return spares.remove(key, spare);
    }

    private synchronized Optional<SpareServer> next(SpareKey key) {
        boolean repeated = !used.add(key);
        removeEldest(used, MOST_USED);
        if (!repeated || closed || spares.containsKey(key)) {
            return Optional.empty();
        }
        beginClosingAtShutdown();
        SpareServer next = new SpareServer(key.options(), idle, spare -> remove(key, spare));
        spares.put(key, next);
        removeEldest(spares.values(), most).ifPresent(SpareServer::settle);
        return Optional.of(next);
    }

    private void beginClosingAtShutdown() {
        if (!registered) {
            Reaper.ofThisJvm().beforeEnd(this::close);
            registered = true;
        }
    }

    private static <T> Optional<T> removeEldest(Collection<T> all, int most) {
        if (all.size() <= most) {
            return Optional.empty();
        }
        Iterator<T> eldest = all.iterator();
        Optional<T> removed = Optional.of(eldest.next());
        eldest.remove();
        return removed;
    }
}
