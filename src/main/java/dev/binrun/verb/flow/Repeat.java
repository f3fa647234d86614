package dev.binrun.verb.flow;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.NestedSteps;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** Does steps again and again, so often or for so long; in them <code>$&#123;i&#125;</code> counts from 0. */
@VerbDoc(
        value = "Does steps again and again, so often or for so long; in them ${i} counts from 0",
        answers =
                "{runs}: how often; with partial {runs, failed, error}: in how many of them a verb met an error, and the last",
        example = """
            - repeat:
                count: 3
                steps:
                  - kv put: profiles visits ${i}
                  - kv get: profiles visits
                    expect: { value: "${i}" }
            """)
public record Repeat(
        @Arg(value = "how often", min = 1) Optional<Long> count,

        @Arg(value = "how long; the turn that is under way then is the last", name = "for")
        Optional<Duration> time,

        @Arg(
                "an error that a verb meets, such as a timeout under faults, ends the turn only; what is stated must hold all the same")
        boolean partial,

        @Arg(value = "what is done, in order", required = true)
        NestedSteps steps)
        implements Verb {

    public Repeat {
        if (count.isPresent() && time.isPresent()) {
            throw new InvalidArgumentException(
                    "for", "'repeat' takes either how often (count) or how long (for), not both");
        }
        if (count.isEmpty() && time.isEmpty()) {
            throw new InvalidArgumentException(
                    "count", "'repeat' needs to know how often or how long: 'count', such as 10, or 'for', such as 6s");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        long start = System.nanoTime();
        long runs = 0;
        long failed = 0;
        Optional<JsonObject> last = Optional.empty();
        do {
            Optional<JsonObject> error = turn(world, runs);
            failed += error.isPresent() ? 1 : 0;
            last = error.isPresent() ? error : last;
            runs++;
        } while (goesOn(runs, start));
        JsonObject answer = new JsonObject();
        answer.addProperty("runs", runs);
        if (partial) {
            answer.addProperty("failed", failed);
            last.ifPresent(error -> answer.add("error", error));
        }
        return answer;
    }

    private Optional<JsonObject> turn(World world, long turn) throws InterruptedException {
        if (partial) {
            return world.attempt(steps, turn, count);
        }
        world.run(steps, turn, count);
        return Optional.empty();
    }

    @Override
    public Duration atMost() {
        return time.map(t -> t.plus(steps.atMost())).orElseGet(() -> times(steps.atMost(), count.orElseThrow()));
    }

    private boolean goesOn(long runs, long start) {
        return count.map(n -> runs < n)
                .orElseGet(() -> System.nanoTime() - start < time.orElseThrow().toNanos());
    }

    private static Duration times(Duration one, long count) {
        BigInteger all = BigInteger.valueOf(one.toNanos()).multiply(BigInteger.valueOf(count));
        return all.bitLength() < Long.SIZE ? Duration.ofNanos(all.longValue()) : NestedSteps.LONGEST;
    }
}
