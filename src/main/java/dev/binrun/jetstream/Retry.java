package dev.binrun.jetstream;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Publishes that met nobody are tried again, as ADR-22 has it: in a cluster a stream that was just made, or has just got another leader, is
 * not known to every node at once.
 */
public final class Retry {
    /** How long a pause between two tries is. */
    public static final Duration PAUSE = Duration.ofMillis(250);

    private static final int UNHEARD = 2;

    private Retry() {}

    /** Something that is asked of whoever listens. */
    public interface Asking<T> {
        T ask() throws InterruptedException;
    }

    /** How often to ask again where nobody listens: a server by itself knows at once who does. */
    public static int unheard(Connection connection) {
        return Api.clustered(connection) ? UNHEARD : 0;
    }

    /** Asks, and again so often as long as nobody listens. */
    public static <T> T whileUnheard(ClientContext client, Asking<T> asking) throws InterruptedException {
        int again = unheard(client.connection());
        while (true) {
            try {
                return asking.ask();
            } catch (VerbFailedException e) {
                if (!e.noResponders() || again-- == 0) {
                    throw e;
                }
                pause(client);
            }
        }
    }

    /**
     * Asks, and again so often as long as the answer is that a stream or a consumer is absent which was created a moment ago.
     *
     * @param subject the request's, after {@code $JS.API.}
     */
    public static <T> T whileUnknown(ClientContext client, String subject, Asking<T> asking)
            throws InterruptedException {
        int again = unheard(client.connection());
        while (true) {
            try {
                return asking.ask();
            } catch (VerbFailedException e) {
                if (again-- == 0 || !client.createdAssets().concerns(subject, e)) {
                    throw e;
                }
                pause(client);
            }
        }
    }

    /** The pause between two tries. */
    public static void pause(ClientContext client) throws InterruptedException {
        pause(client, PAUSE);
    }

    /**
     * What is left of the pause after a try: of thousands that were under way when their stream was gone, only the first waits.
     *
     * @param tried when the try began, of {@link System#nanoTime()}
     */
    public static void pauseSince(ClientContext client, long tried) throws InterruptedException {
        pause(client, PAUSE.minusNanos(System.nanoTime() - tried));
    }

    /** A pause of another length; none where it is negative. */
    public static void pause(ClientContext client, Duration pause) throws InterruptedException {
        Duration left = client.timeLeft();
        long nanos = Math.min(pause.toNanos(), left.toNanos());
        boolean opened = new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
        assert !opened : "nothing opens this latch: the pause is all there is to wait for";
    }
}
