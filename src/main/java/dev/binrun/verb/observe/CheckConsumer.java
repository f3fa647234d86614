package dev.binrun.verb.observe;

import static dev.binrun.form.JsonFields.nonEmpty;
import static dev.binrun.form.JsonFields.number;
import static dev.binrun.form.JsonFields.object;
import static dev.binrun.form.JsonFields.objects;
import static dev.binrun.form.JsonFields.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Quantity;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Checks the health of a consumer: {@code nats server check consumer} (jsm.go, monitor/consumer.go). A problem is part
 * of the answer, not an error.
 */
@VerbDoc(
        value = "Checks the health of a consumer; a problem is part of the answer, not an error",
        answers = "{status: OK, WARNING or CRITICAL, check_suite, check_name, ok, warning, critical, perf_data}",
        example = """
            - server check consumer: { stream: ORDERS, consumer: worker, unprocessed_critical: 100 }
              expect: { status: OK }
            """)
public record CheckConsumer(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg("critical at this many unacknowledged messages, or more")
        Optional<Long> outstandingAckCritical,

        @Arg("critical at this many waiting pull requests, or more")
        Optional<Long> waitingCritical,

        @Arg("critical at this many undelivered messages, or more")
        Optional<Long> unprocessedCritical,

        @Arg("critical if the last delivery is this long ago, or longer")
        Optional<Duration> lastDeliveryCritical,

        @Arg("critical if the last acknowledgement is this long ago, or longer")
        Optional<Duration> lastAckCritical,

        @Arg("critical at this many messages in redelivery, or more")
        Optional<Long> redeliveryCritical,

        @Arg("critical unless each priority group has a pinned client")
        boolean pinned)
        implements Verb {

    private static final String PINNED = "pinned_client";

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        CheckResult result = new CheckResult("consumer", stream + "_" + consumer);
        try {
            JsonObject info = Api.ask(world, "CONSUMER.INFO." + stream + "." + consumer, null);
            judge(info, Thresholds.of(info), result);
        } catch (VerbFailedException e) {
            result.notLoaded("could not load info", e);
        }
        return result.answer();
    }

    private void judge(JsonObject info, Thresholds thresholds, CheckResult result) {
        long acks = thresholds.number(outstandingAckCritical, "outstanding-ack-critical");
        long waiting = thresholds.number(waitingCritical, "waiting-critical");
        long unprocessed = thresholds.number(unprocessedCritical, "unprocessed-critical");
        long redelivered = thresholds.number(redeliveryCritical, "redelivery-critical");
        double delivery = thresholds.seconds(lastDeliveryCritical, "last-delivery-critical");
        double ack = thresholds.seconds(lastAckCritical, "last-ack-critical");
        Optional<Instant> lastDelivery = last(info, "delivered");
        Optional<Instant> lastAck = last(info, "ack_floor");

        result.perf("ack_pending", number(info, "num_ack_pending"), 0, Math.max(0, acks));
        result.perf("pull_waiting", number(info, "num_waiting"), 0, Math.max(0, waiting));
        result.perf("pending", number(info, "num_pending"), 0, Math.max(0, unprocessed));
        result.perf("redelivered", number(info, "num_redelivered"), 0, Math.max(0, redelivered));
        lastDelivery.ifPresent(time -> result.perf("last_delivery", since(time), 0, delivery, "s"));
        lastAck.ifPresent(time -> result.perf("last_ack", since(time), 0, ack, "s"));

        count(number(info, "num_ack_pending"), acks, "Ack Pending", result);
        count(number(info, "num_waiting"), waiting, "Waiting Pulls", result);
        count(number(info, "num_pending"), unprocessed, "Unprocessed Messages", result);
        count(number(info, "num_redelivered"), redelivered, "Redelivered", result);
        age(lastDelivery, delivery, "Last delivery", "No deliveries", result);
        age(lastAck, ack, "Last ack", "No acks", result);
        pinned(info, thresholds.flag(pinned, "pinned"), result);
    }

    private static void count(long count, long critical, String label, CheckResult result) {
        if (critical > 0) {
            result.judge(count >= critical, label + ": " + count);
        }
    }

    private static void age(Optional<Instant> last, double critical, String label, String never, CheckResult result) {
        if (critical <= 0) {
            return;
        }
        if (last.isEmpty()) {
            result.critical(never);
        } else if (since(last.get()) >= critical) {
            result.critical(label + " " + Quantity.write(Duration.between(last.get(), Instant.now())) + " ago");
        } else {
            result.ok(label + " " + last.get());
        }
    }

    private static void pinned(JsonObject info, boolean required, CheckResult result) {
        JsonObject config = object(info, "config");
        boolean byPins = text(config, "priority_policy").equals(PINNED);
        int groups = config.get("priority_groups") instanceof JsonArray names ? names.size() : 0;
        List<JsonObject> states = objects(info, "priority_groups");
        long held = states.stream()
                .filter(group -> nonEmpty(group, "pinned_client_id").isPresent())
                .count();
        if (byPins) {
            result.perf("pinned_groups", held, 0, 0);
            result.perf("groups", groups, 0, 0);
        }
        if (!required) {
            return;
        }
        if (!byPins || groups == 0 || states.isEmpty()) {
            result.critical("Not pinned client priority mode");
        } else {
            result.judge(
                    held != groups,
                    held != groups ? held + " / " + groups + " pinned clients" : held + " pinned clients");
        }
    }

    private static Optional<Instant> last(JsonObject info, String key) {
        return nonEmpty(object(info, key), "last_active")
                .map(time -> OffsetDateTime.parse(time).toInstant());
    }

    private static double since(Instant time) {
        return Duration.between(time, Instant.now()).toNanos() / 1e9;
    }
}
