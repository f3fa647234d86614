package dev.binrun.verb.flow;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a fixed time. If a condition can be stated, {@code within} is faster and more reliable. */
@VerbDoc(
        value = "Waits for a fixed time; if a condition can be stated, within is faster and more reliable",
        answers = "an empty answer",
        example = """
            - sleep: 100ms
              expect: { took: ">= 100ms" }
            """)
public record Sleep(
        @Arg(value = "the time to wait", position = 0, required = true)
        Duration duration) implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        return new JsonObject();
    }

    @Override
    public Duration atMost() {
        return duration;
    }
}
