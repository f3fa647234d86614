package dev.binrun.verb.consumer;

import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import java.util.ArrayDeque;
import java.util.Deque;

/** Messages that are being settled, many at once: sent in their order, confirmed in their order. */
final class Settlements {
    private static final int IN_FLIGHT = 1_000;

    private final World world;
    private final Connection connection;
    private final Settling settling;
    private final Deque<Settlement> inFlight = new ArrayDeque<>();

    Settlements(World world, Settling settling) {
        this.world = world;
        this.connection = world.connection();
        this.settling = settling;
    }

    /**
     * Settles one more message.
     *
     * @throws VerbFailed if it turns out that one before was not confirmed
     */
    void settle(String reply, long seq) throws InterruptedException {
        if (settling.how() == Settle.NONE) {
            return;
        }
        while (!inFlight.isEmpty()
                && (inFlight.size() >= IN_FLIGHT || inFlight.peek().done())) {
            inFlight.remove().await(connection, world.patience());
        }
        inFlight.add(Settlement.send(connection, settling, reply, seq, world.patience()));
    }

    /**
     * Waits until all are confirmed.
     *
     * @throws VerbFailed of the first that is not
     */
    void confirm() throws InterruptedException {
        while (!inFlight.isEmpty()) {
            inFlight.remove().await(connection, world.patience());
        }
    }
}
