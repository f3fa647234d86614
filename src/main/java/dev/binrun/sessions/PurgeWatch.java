package dev.binrun.sessions;

import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Notices requests that remove entries of a bucket without a marker: a purge of its stream, the removal of a message, a
 * rollup.
 *
 * <p>A request is seen before the server has executed it, and no event follows. So the bucket is checked after 0.3 s
 * and after 5 s.
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

    /** Subscribes to the requests that concern a bucket. */
    void listen(Dispatcher dispatcher, String bucket) {
        dispatcher.subscribe(API + "PURGE.KV_" + bucket, message -> expect());
        dispatcher.subscribe(API + "MSG.DELETE.KV_" + bucket, message -> expect());
        dispatcher.subscribe("$KV." + bucket + ".>", message -> {
            if (isRollup(message)) {
                expect();
            }
        });
    }

    /** Returns whether the bucket must be checked now. */
    boolean isDue() {
        return due.removeIf(time -> time - System.nanoTime() <= 0);
    }

    /** Returns whether the bucket must be checked later. */
    boolean areOpen() {
        return !due.isEmpty();
    }

    private void expect() {
        due.add(System.nanoTime() + SOON.toNanos());
        due.add(System.nanoTime() + LATER.toNanos());
        signal.run();
    }

    /** The purge of one key is a rollup of its subject, and is an entry that the watch receives. */
    private static boolean isRollup(Message message) {
        return message.hasHeaders()
                && "all".equalsIgnoreCase(message.getHeaders().getFirst(ROLLUP));
    }
}
