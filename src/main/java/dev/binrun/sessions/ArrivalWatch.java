package dev.binrun.sessions;

import io.nats.client.Dispatcher;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reports messages that no consumer takes.
 *
 * <p>A subscription receives them independently of the stream. A message is reported when all earlier changes of the
 * bucket are applied.
 */
final class ArrivalWatch {
    private final BucketFollower<?> follower;
    private final Runnable signal;
    private final Queue<Arrival> received = new ConcurrentLinkedQueue<>();
    private final Queue<Arrival> open = new ArrayDeque<>();

    ArrivalWatch(BucketFollower<?> follower, Runnable signal) {
        this.follower = follower;
        this.signal = signal;
    }

    /** Subscribes to the subjects of the follower. */
    void listen(Dispatcher dispatcher) {
        dispatcher.subscribe(follower.subjects(), message -> {
            received.add(new Arrival(message, Instant.now()));
            signal.run();
        });
    }

    /** Returns whether there are messages that no consumer takes, unless a change of the bucket is not applied yet. */
    boolean areOpen() {
        for (Arrival arrival = received.poll(); arrival != null; arrival = received.poll()) {
            open.add(arrival);
        }
        open.removeIf(follower::takes);
        return !open.isEmpty();
    }

    /** Reports the messages that no consumer takes. All earlier changes of the bucket must be applied. */
    void report() {
        open.removeIf(follower::takes);
        open.forEach(arrival -> follower.untaken(arrival.message()));
        open.clear();
    }
}
