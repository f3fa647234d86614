package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Size;
import java.time.Duration;
import java.util.Optional;

/**
 * The optional fields of a pull request, other than batch and expires (server/consumer.go,
 * JSApiConsumerGetNextRequest).
 */
public record PullOptions(
        @Arg("the most bytes to take") Optional<Size> maxBytes,

        @Arg(value = "how often the server confirms that the pull still waits", also = "heartbeat")
        Optional<Duration> idleHeartbeat,

        @Arg("the priority group to pull for") Optional<String> group,

        @Arg("pull only while at least this many messages are pending (priority_policy overflow)")
        Optional<Long> minPending,

        @Arg("pull only while at least this many messages are not acknowledged (overflow)")
        Optional<Long> minAckPending,

        @Arg("the rank in the group: 0 is served first, 9 last (prioritized)")
        Optional<Long> priority,

        @Arg("the pin of this client in the group: the header Nats-Pin-Id of its first message (pinned_client)")
        Optional<String> id) {

    /** Returns options without any field. */
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

    /** Returns these options with a heartbeat and a pin. */
    PullOptions with(Duration heartbeat, Optional<String> pin) {
        return new PullOptions(maxBytes, Optional.of(heartbeat), group, minPending, minAckPending, priority, pin);
    }

    /** Returns the JSON of a pull request, without {@code expires} if that is empty. */
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
