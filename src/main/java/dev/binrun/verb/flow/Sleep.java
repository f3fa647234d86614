package dev.binrun.verb.flow;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets time pass. Where something can be waited for, {@code within} is faster and surer. */
@VerbDoc(
        value = "Lets time pass; where something can be waited for, within is faster and surer",
        answers = "an empty answer",
        example = """
            - sleep: 100ms
              expect: { took: ">= 100ms" }
            """)
public record Sleep(
        @Arg(value = "how long", position = 0, required = true)
        Duration duration) implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        return new JsonObject();
    }

    @Override
    public Duration atMost() {
        return duration;
    }
}
