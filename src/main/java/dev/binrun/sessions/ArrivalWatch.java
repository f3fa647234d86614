package dev.binrun.sessions;

import io.nats.client.Dispatcher;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells of what arrives and nobody takes; what somebody takes is told by its delivery.
 *
 * <p>It listens beside the stream, and decides once every change of the bucket has come that was made before the arrival.
 */
final class ArrivalWatch {
    private final BucketFollower<?> follower;
    private final Runnable signal;
    private final Queue<Arrival> heard = new ConcurrentLinkedQueue<>();
    private final Queue<Arrival> open = new ArrayDeque<>();

    ArrivalWatch(BucketFollower<?> follower, Runnable signal) {
        this.follower = follower;
        this.signal = signal;
    }

    void listen(Dispatcher dispatcher) {
        dispatcher.subscribe(follower.subjects(), message -> {
            heard.add(new Arrival(message, Instant.now()));
            signal.run();
        });
    }

    /** Whether there are some that nobody takes as things are; if the bucket has changed meanwhile, somebody may. */
    boolean areOpen() {
        for (Arrival each = heard.poll(); each != null; each = heard.poll()) {
            open.add(each);
        }
        open.removeIf(follower::takes);
        return !open.isEmpty();
    }

    /** Tells of them, all changes that came before them being applied. */
    void tell() {
        open.removeIf(follower::takes);
        open.forEach(each -> follower.untaken(each.message()));
        open.clear();
    }
}
