package dev.binrun.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Quantity;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One go at a step: what each of its items answered.
 *
 * @param items the answers, in order; of an item that failed its error
 */
record StepAttempt(List<AttemptItem> items) {
    /**
     * What one item answered.
     *
     * @param tree the answer, or the error
     * @param failure the error, if it is one
     */
    record AttemptItem(JsonObject tree, Optional<VerbFailedException> failure) {
        boolean failed() {
            return failure.isPresent();
        }
    }

    /** Has each item done in order; without an expected error the first that fails is the last. */
    static StepAttempt of(List<Verb> verbs, StepWorld world, boolean errorExpected) throws InterruptedException {
        List<AttemptItem> items = new ArrayList<>();
        for (Verb verb : verbs) {
            AttemptItem item = item(verb, world);
            items.add(item);
            if (item.failed() && !errorExpected) {
                break;
            }
        }
        return new StepAttempt(items);
    }

    /** Whether some item failed. */
    boolean failed() {
        return items.stream().anyMatch(AttemptItem::failed);
    }

    /** Returns whether another attempt cannot do better: the server rejects the client's identity. */
    boolean isHopeless() {
        return items.stream()
                .flatMap(item -> item.failure().stream())
                .anyMatch(failure -> failure.has(Reason.CANNOT_CONNECT) && failure.has(Reason.DENIED));
    }

    /** The error of the first item that failed, with the text that is shown. */
    JsonObject error() {
        AttemptItem failed =
                items.stream().filter(AttemptItem::failed).findFirst().orElseThrow();
        return failed.failure().orElseThrow().shownIn(failed.tree());
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

    private static AttemptItem item(Verb verb, StepWorld world) throws InterruptedException {
        long start = System.nanoTime();
        try {
            return new AttemptItem(timed(verb.run(world.of(verb)), start), Optional.empty());
        } catch (VerbFailedException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            VerbFailedException explained = world.explained(e);
            return new AttemptItem(timed(explained.error().deepCopy(), start), Optional.of(explained));
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
