package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Settles many messages concurrently: sends the acknowledgements, and waits for their confirmations, in the order of
 * the messages.
 */
final class Settlements {
    private static final int IN_FLIGHT = 1_000;

    private final VerbWorld world;
    private final Connection connection;
    private final DeliveryRecorder deliveries;
    private final SettlePlan settling;
    private final Optional<String> consumer;
    private final Deque<Settlement> inFlight = new ArrayDeque<>();
    private boolean sendsNothing;

    /**
     * Starts without messages.
     *
     * @param consumer {@code STREAM.CONSUMER}, if it is the same for all messages
     */
    Settlements(VerbWorld world, DeliveryRecorder deliveries, SettlePlan settling, Optional<String> consumer) {
        this.world = world;
        this.connection = world.connection();
        this.deliveries = deliveries;
        this.settling = settling;
        this.consumer = consumer;
        this.sendsNothing = settling.kind() == SettleKind.NONE;
    }

    /**
     * Settles a message.
     *
     * @param ackSubject the ack subject of the message
     * @throws VerbFailedException if an earlier message was not confirmed
     */
    void settle(String ackSubject) throws InterruptedException {
        if (!sendsNothing) {
            makeRoom();
            inFlight.add(Settlement.send(connection, deliveries, settling, ackSubject, world.patience()));
        }
    }

    private void makeRoom() throws InterruptedException {
        while (!inFlight.isEmpty()
                && (inFlight.size() >= IN_FLIGHT || inFlight.peek().done())) {
            confirm(inFlight.remove());
        }
    }

    /**
     * Waits until all messages are confirmed.
     *
     * @throws VerbFailedException the error of the first that is not
     */
    void confirm() throws InterruptedException {
        while (!inFlight.isEmpty()) {
            confirm(inFlight.remove());
        }
    }

    /**
     * With ack_policy none, the first acknowledgement gets no reply; then no more are sent, unless the scenario states
     * a way.
     */
    private void confirm(Settlement settlement) throws InterruptedException {
        try {
            settlement.await(connection, world.patience());
        } catch (VerbFailedException e) {
            sendsNothing = sendsNothing || e.noResponders() && !settling.isStated() && acceptsNoAcks();
            if (!sendsNothing) {
                throw e;
            }
        }
    }

    private boolean acceptsNoAcks() throws InterruptedException {
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
