package dev.binrun.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Quantity;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One go at a step: what each of its items answered.
 *
 * @param items the answers, in order; of an item that failed its error
 */
record Attempt(List<Item> items) {
    /**
     * What one item answered.
     *
     * @param tree the answer, or the error
     * @param failed whether it is an error
     */
    record Item(JsonObject tree, boolean failed) {}

    /** Has each item done in order; without an expected error the first that fails is the last. */
    static Attempt of(List<Verb> verbs, StepWorld world, boolean errorExpected) throws InterruptedException {
        List<Item> items = new ArrayList<>();
        for (Verb verb : verbs) {
            Item item = item(verb, world);
            items.add(item);
            if (item.failed() && !errorExpected) {
                break;
            }
        }
        return new Attempt(items);
    }

    /** Whether some item failed. */
    boolean failed() {
        return items.stream().anyMatch(Item::failed);
    }

    /** The error of the first item that failed. */
    JsonObject error() {
        return items.stream().filter(Item::failed).findFirst().orElseThrow().tree();
    }

    /** The answer that is kept and shown: of a list the list of answers. */
    JsonElement answer(boolean list) {
        if (!list) {
            return items.get(0).tree();
        }
        JsonArray answers = new JsonArray();
        items.forEach(item -> answers.add(item.tree()));
        return answers;
    }

    private static Item item(Verb verb, StepWorld world) throws InterruptedException {
        long start = System.nanoTime();
        try {
            return new Item(timed(verb.run(world.of(verb)), start), false);
        } catch (VerbFailed e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            return new Item(timed(e.error().deepCopy(), start), true);
        }
    }

    private static JsonObject timed(JsonObject tree, long start) {
        tree.addProperty("at", Instant.now().toString());
        tree.addProperty("took", since(start));
        return tree;
    }

    /** The time since then, to the nanosecond. */
    static String since(long start) {
        return Quantity.writeExactly(Duration.ofNanos(System.nanoTime() - start));
    }
}
