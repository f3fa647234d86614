package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Messages that are being settled, many at once: sent in their order, confirmed in their order. */
final class Settlements {
    private static final int IN_FLIGHT = 1_000;

    private final World world;
    private final Connection connection;
    private final DeliveryRecorder deliveries;
    private final SettlePlan settling;
    private final Optional<String> consumer;
    private final Deque<Settlement> inFlight = new ArrayDeque<>();
    private boolean none;

    /** @param consumer {@code STREAM.CONSUMER}, where all messages are one's */
    Settlements(World world, DeliveryRecorder deliveries, SettlePlan settling, Optional<String> consumer) {
        this.world = world;
        this.connection = world.connection();
        this.deliveries = deliveries;
        this.settling = settling;
        this.consumer = consumer;
        this.none = settling.how() == SettleKind.NONE;
    }

    /**
     * Settles one more message.
     *
     * @param reply where it is acknowledged
     * @throws VerbFailedException if it turns out that one before was not confirmed
     */
    void settle(String reply) throws InterruptedException {
        if (!none) {
            makeRoom();
            inFlight.add(Settlement.send(connection, deliveries, settling, reply, world.patience()));
        }
    }

    private void makeRoom() throws InterruptedException {
        while (!inFlight.isEmpty()
                && (inFlight.size() >= IN_FLIGHT || inFlight.peek().done())) {
            confirm(inFlight.remove());
        }
    }

    /**
     * Waits until all are confirmed.
     *
     * @throws VerbFailedException of the first that is not
     */
    void confirm() throws InterruptedException {
        while (!inFlight.isEmpty()) {
            confirm(inFlight.remove());
        }
    }

    /** A consumer that takes no acknowledgements is sent none, unless the scenario says so: found out where one is not taken. */
    private void confirm(Settlement settlement) throws InterruptedException {
        try {
            settlement.await(connection, world.patience());
        } catch (VerbFailedException e) {
            none = none || e.noResponders() && !settling.isSaid() && takesNone();
            if (!none) {
                throw e;
            }
        }
    }

    private boolean takesNone() throws InterruptedException {
        if (consumer.isEmpty()) {
            return false;
        }
        try {
            JsonObject info = Api.ask(world, "CONSUMER.INFO." + consumer.get(), null);
            String policy = info.getAsJsonObject("config").get("ack_policy").getAsString();
            return policy.equals("none");
        } catch (VerbFailedException unknown) {
            return false;
        }
    }
}
