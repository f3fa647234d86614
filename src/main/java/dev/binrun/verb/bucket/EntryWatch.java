package dev.binrun.verb.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.OrderedConsumer;
import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Gathers the entries of a bucket in the background: the existing ones, if selected, then every change. */
public final class EntryWatch implements Background {
    /**
     * The selection of messages, and their form in the answer.
     *
     * @param selects whether a message counts
     * @param entry the tree of a selected message
     */
    public record Entries(Predicate<Message> selects, Function<Message, JsonObject> entry) {}

    private final GatheredMessages gathered;
    private final OrderedConsumer consumer;

    private EntryWatch(GatheredMessages gathered, OrderedConsumer consumer) {
        this.gathered = gathered;
        this.consumer = consumer;
    }

    /**
     * Starts to watch, and waits until all existing entries have arrived. The watch continues after the step.
     *
     * @param selection the messages to watch, from {@link #selection}
     * @return the existing entries
     */
    public static JsonObject start(
            VerbWorld world, Bucket bucket, JsonObject selection, GatheredMessages gathered, Entries entries)
            throws InterruptedException {
        OrderedConsumer consumer = OrderedConsumer.start(world, bucket.stream(), selection, reader(gathered, entries));
        EntryWatch watch = new EntryWatch(gathered, consumer);
        world.keep(watch);
        consumer.awaitCaughtUp(world.patience());
        return gathered.answer();
    }

    /** Returns the part of a consumer's configuration that selects the messages of a watch. */
    public static JsonObject selection(List<String> subjects, String deliverPolicy) {
        JsonObject selection = new JsonObject();
        if (subjects.size() == 1) {
            selection.addProperty("filter_subject", subjects.get(0));
        } else {
            JsonArray filters = new JsonArray();
            subjects.forEach(filters::add);
            selection.add("filter_subjects", filters);
        }
        selection.addProperty("deliver_policy", deliverPolicy);
        return selection;
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
                if (entries.selects().test(message)) {
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
