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
 * One attempt at a step.
 *
 * @param items the answers of the step's verbs in order, or their errors
 */
record StepAttempt(List<AttemptItem> items) {
    /**
     * The answer of one verb, or its error.
     *
     * @param tree the answer, or the error
     * @param failure the exception of the verb; empty if it answered
     */
    record AttemptItem(JsonObject tree, Optional<VerbFailedException> failure) {
        /** Returns whether the verb met an error. */
        boolean failed() {
            return failure.isPresent();
        }
    }

    /**
     * Runs verbs in order.
     *
     * @param errorExpected whether the verbs after an error also run
     */
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

    /** Returns whether a verb met an error. */
    boolean failed() {
        return items.stream().anyMatch(AttemptItem::failed);
    }

    /** Returns whether another attempt cannot succeed, because the server rejects the client's identity. */
    boolean isHopeless() {
        return items.stream()
                .flatMap(item -> item.failure().stream())
                .anyMatch(failure -> failure.has(Reason.CANNOT_CONNECT) && failure.has(Reason.DENIED));
    }

    /**
     * Returns the first error, with the text that reports show.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    JsonObject error() {
        AttemptItem failed =
                items.stream().filter(AttemptItem::failed).findFirst().orElseThrow();
        return failed.failure().orElseThrow().shownIn(failed.tree());
    }

    /**
     * Returns the answer that is kept and shown.
     *
     * @param list whether the step has a list of items, whose answer is a list
     */
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

    /**
     * Returns the exact time since a start, such as {@code 1.5ms}.
     *
     * @param start of {@link System#nanoTime()}
     */
    static String since(long start) {
        return Quantity.writeExactly(Duration.ofNanos(System.nanoTime() - start));
    }
}
