package dev.binrun.jetstream;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Retries of requests to which nothing listened, as in ADR-22: in a cluster, a node may not know yet that a stream was
 * created or has another leader.
 */
public final class Retry {
    /** The pause between two tries. */
    public static final Duration PAUSE = Duration.ofMillis(250);

    private static final int REPEATS = 2;

    private Retry() {}

    /** A request that may be repeated. */
    public interface Asking<T> {
        /** Sends the request, and returns its reply. */
        T ask() throws InterruptedException;
    }

    /**
     * Returns how often to repeat a request to which nothing listens; 0 for a single server, which knows its
     * subscriptions.
     */
    public static int repeats(Connection connection) {
        return Api.clustered(connection) ? REPEATS : 0;
    }

    /**
     * Sends a request, and repeats it while nothing listens.
     *
     * @throws VerbFailedException the last error
     */
    public static <T> T whileNoResponders(ClientContext client, Asking<T> asking) throws InterruptedException {
        return whileFailed(client, asking, VerbFailedException::noResponders);
    }

    /**
     * Sends a request, and repeats it while the reply is that a stream or a consumer is absent that was created a
     * moment ago.
     *
     * @param subject the subject of the request after {@code $JS.API.}
     * @throws VerbFailedException the last error
     */
    public static <T> T whileUnknown(ClientContext client, String subject, Asking<T> asking)
            throws InterruptedException {
        return whileFailed(client, asking, failure -> client.createdAssets().concerns(subject, failure));
    }

    private static <T> T whileFailed(ClientContext client, Asking<T> asking, Predicate<VerbFailedException> mayPass)
            throws InterruptedException {
        int again = repeats(client.connection());
        while (true) {
            try {
                return asking.ask();
            } catch (VerbFailedException e) {
                if (again-- == 0 || !mayPass.test(e)) {
                    throw e;
                }
                pause(client);
            }
        }
    }

    /** Waits for {@link #PAUSE}, but not beyond the time of the client. */
    public static void pause(ClientContext client) throws InterruptedException {
        pause(client, PAUSE);
    }

    /**
     * Waits for the rest of the pause after a try. If thousands of requests were in flight when a stream was lost, only
     * the first waits.
     *
     * @param tried when the try began, by {@link System#nanoTime()}
     */
    public static void pauseSince(ClientContext client, long tried) throws InterruptedException {
        pause(client, PAUSE.minusNanos(System.nanoTime() - tried));
    }

    /**
     * Waits for a pause of this length, but not beyond the time of the client; not at all if it is negative. No
     * condition ends the pause: only the next try shows whether it succeeds. Unlike a sleep, the latch notices an
     * interrupt even if no time is left.
     */
    public static void pause(ClientContext client, Duration pause) throws InterruptedException {
        Duration left = client.timeLeft();
        long nanos = Math.min(pause.toNanos(), left.toNanos());
        boolean opened = new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
        assert !opened : "nothing opens this latch";
    }
}
