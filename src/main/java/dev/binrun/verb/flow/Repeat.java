package dev.binrun.verb.flow;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.NestedSteps;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** Repeats steps a number of times, or for a time. In them, <code>$&#123;i&#125;</code> counts the turns from 0. */
@VerbDoc(
        value = "Repeats steps a number of times, or for a time; in the steps, ${i} counts from 0",
        answers =
                "{runs}: the number of turns; with partial {runs, failed, error}: also the number of turns with an error, and the last error",
        example = """
            - repeat:
                count: 3
                steps:
                  - kv put: profiles visits ${i}
                  - kv get: profiles visits
                    expect: { value: "${i}" }
            """)
public record Repeat(
        @Arg(value = "number of turns", min = 1) Optional<Long> count,

        @Arg(value = "time to repeat; the turn that is running then is the last", name = "for")
        Optional<Duration> time,

        @Arg("an error of a verb, such as a timeout under faults, ends only its turn; expect and error must still hold")
        boolean partial,

        @Arg(value = "the steps of a turn, in order", required = true)
        NestedSteps steps)
        implements Verb {

    public Repeat {
        if (count.isPresent() && time.isPresent()) {
            throw new InvalidArgumentException("for", "'repeat' takes either 'count' or 'for', not both; remove one");
        }
        if (count.isEmpty() && time.isEmpty()) {
            throw new InvalidArgumentException("count", "'repeat' needs 'count', such as 10, or 'for', such as 6s");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        long start = System.nanoTime();
        long runs = 0;
        long failed = 0;
        Optional<JsonObject> last = Optional.empty();
        do {
            Optional<JsonObject> error = turn(world, runs);
            failed += error.isPresent() ? 1 : 0;
            last = error.isPresent() ? error : last;
            runs++;
        } while (continues(runs, start));
        JsonObject answer = new JsonObject();
        answer.addProperty("runs", runs);
        if (partial) {
            answer.addProperty("failed", failed);
            last.ifPresent(error -> answer.add("error", error));
        }
        return answer;
    }

    private Optional<JsonObject> turn(VerbWorld world, long turn) throws InterruptedException {
        if (partial) {
            return world.attempt(steps, turn, count);
        }
        world.run(steps, turn, count);
        return Optional.empty();
    }

    @Override
    public Duration atMost() {
        return time.map(limit -> limit.plus(steps.atMost()))
                .orElseGet(() -> times(steps.atMost(), count.orElseThrow()));
    }

    private boolean continues(long runs, long start) {
        return count.map(limit -> runs < limit)
                .orElseGet(() -> System.nanoTime() - start < time.orElseThrow().toNanos());
    }

    private static Duration times(Duration turn, long count) {
        BigInteger nanos = BigInteger.valueOf(turn.toNanos()).multiply(BigInteger.valueOf(count));
        return nanos.bitLength() < Long.SIZE ? Duration.ofNanos(nanos.longValue()) : NestedSteps.LONGEST;
    }
}
