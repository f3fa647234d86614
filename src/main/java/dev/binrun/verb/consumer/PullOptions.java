package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Size;
import java.time.Duration;
import java.util.Optional;

/** What a pull says besides how many messages and how long (nats-server, JSApiConsumerGetNextRequest). */
public record PullOptions(
        @Arg("take no more than this many bytes") Optional<Size> maxBytes,

        @Arg(value = "have the server say so often that the pull is still there", also = "heartbeat")
        Optional<Duration> idleHeartbeat,

        @Arg("the priority group to pull for") Optional<String> group,

        @Arg("pull only while at least so many are pending (overflow)")
        Optional<Long> minPending,

        @Arg("pull only while at least so many are not acknowledged (overflow)")
        Optional<Long> minAckPending,

        @Arg("of the group: 0 is served first, 9 last (prioritized)")
        Optional<Long> priority,

        @Arg("of the group: the pin that this client holds, its first message's header Nats-Pin-Id (pinned_client)")
        Optional<String> id) {

    /** No more than a plain pull says. */
    static PullOptions none() {
        return new PullOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with a heartbeat and a pin. */
    PullOptions with(Duration heartbeat, Optional<String> pin) {
        return new PullOptions(maxBytes, Optional.of(heartbeat), group, minPending, minAckPending, priority, pin);
    }

    /** The request; its time is left out where there is none. */
    JsonObject request(long batch, Optional<Duration> expires) {
        JsonObject request = new JsonObject();
        request.addProperty("batch", batch);
        expires.ifPresent(time -> request.addProperty("expires", time.toNanos()));
        maxBytes.ifPresent(size -> request.addProperty("max_bytes", size.bytes()));
        idleHeartbeat.ifPresent(time -> request.addProperty("idle_heartbeat", time.toNanos()));
        group.ifPresent(name -> request.addProperty("group", name));
        minPending.ifPresent(count -> request.addProperty("min_pending", count));
        minAckPending.ifPresent(count -> request.addProperty("min_ack_pending", count));
        priority.ifPresent(rank -> request.addProperty("priority", rank));
        id.ifPresent(pin -> request.addProperty("id", pin));
        return request;
    }
}
