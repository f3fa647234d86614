package dev.binrun.verb.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.OrderedConsumer;
import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.World;
import io.nats.client.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Gathers the entries of a bucket as they change; first, unless told otherwise, those that are there already. */
public final class Watch implements Background {
    /**
     * What comes, and how it is shown.
     *
     * @param takes which messages count
     * @param entry the tree of one that counts
     */
    public record Entries(Predicate<Message> takes, Function<Message, JsonObject> entry) {}

    private final GatheredMessages gathered;
    private final OrderedConsumer consumer;

    private Watch(GatheredMessages gathered, OrderedConsumer consumer) {
        this.gathered = gathered;
        this.consumer = consumer;
    }

    /**
     * Begins to watch; it goes on after the step.
     *
     * @return what was there already, so that what comes later is later than the step
     */
    public static JsonObject start(
            World world, Bucket bucket, JsonObject from, GatheredMessages gathered, Entries entries)
            throws InterruptedException {
        OrderedConsumer consumer = OrderedConsumer.start(world, bucket.stream(), from, reader(gathered, entries));
        Watch watch = new Watch(gathered, consumer);
        world.keep(watch);
        consumer.awaitCaughtUp(world.patience());
        return gathered.answer();
    }

    /** Where a watch begins: with the last message of each of these subjects, unless told otherwise. */
    public static JsonObject from(List<String> subjects, String deliverPolicy) {
        JsonObject from = new JsonObject();
        if (subjects.size() == 1) {
            from.addProperty("filter_subject", subjects.get(0));
        } else {
            JsonArray filters = new JsonArray();
            subjects.forEach(filters::add);
            from.add("filter_subjects", filters);
        }
        from.addProperty("deliver_policy", deliverPolicy);
        return from;
    }

    @Override
    public GatheredMessages gathered() {
        return gathered;
    }

    @Override
    public Optional<String> ended() {
        if (gathered.end().isEmpty()) {
            consumer.gone().ifPresent(gathered::end);
        }
        return gathered.end();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static OrderedConsumer.Reader reader(GatheredMessages gathered, Entries entries) {
        return new OrderedConsumer.Reader() {
            @Override
            public void message(Message message, boolean initial) {
                if (entries.takes().test(message)) {
                    gathered.add(() -> {
                        JsonObject entry = entries.entry().apply(message);
                        entry.addProperty("initial", initial);
                        return entry;
                    });
                }
            }

            @Override
            public void caughtUp() {
                gathered.put("initial", new JsonPrimitive(true));
            }

            @Override
            public void ended(JsonObject error) {
                gathered.fail(error);
            }
        };
    }
}
