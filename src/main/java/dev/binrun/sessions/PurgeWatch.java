package dev.binrun.sessions;

import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Notices that entries of a bucket may have gone without a marker: by a purge of its stream, by the removal of a message, by a rollup.
 *
 * <p>The request is seen before the server has done it, and nothing tells when it has; so the bucket is looked at twice.
 */
final class PurgeWatch {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final String API = "$JS.API.STREAM.";
    private static final String ROLLUP = "Nats-Rollup";

    private final Runnable signal;
    private final Queue<Long> due = new ConcurrentLinkedQueue<>();

    PurgeWatch(Runnable signal) {
        this.signal = signal;
    }

    void listen(Dispatcher dispatcher, String bucket) {
        dispatcher.subscribe(API + "PURGE.KV_" + bucket, message -> expect());
        dispatcher.subscribe(API + "MSG.DELETE.KV_" + bucket, message -> expect());
        dispatcher.subscribe("$KV." + bucket + ".>", message -> {
            if (isRollup(message)) {
                expect();
            }
        });
    }

    /** Returns whether it is time to look at the bucket. */
    boolean isDue() {
        return due.removeIf(time -> time - System.nanoTime() <= 0);
    }

    /** Returns whether there will be such a time. */
    boolean areOpen() {
        return !due.isEmpty();
    }

    private void expect() {
        due.add(System.nanoTime() + SOON.toNanos());
        due.add(System.nanoTime() + LATER.toNanos());
        signal.run();
    }

    /** The purge of a key is a rollup of its subject, and comes to the watch. */
    private static boolean isRollup(Message message) {
        return message.hasHeaders()
                && "all".equalsIgnoreCase(message.getHeaders().getFirst(ROLLUP));
    }
}
