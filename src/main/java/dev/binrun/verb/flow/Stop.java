package dev.binrun.verb.flow;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Background;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.List;
import java.util.Optional;

/** Stops background verbs and returns the data that they gathered. A verb that has stopped stays as it is. */
@VerbDoc(
        value = "Stops background verbs; collect still returns the data that they gathered",
        answers = "the data, as in the answer of collect",
        example = """
            - stop: seen
              expect: { received: 2 }
            - pub: orders.c one more
            - collect: seen
              during: 200ms
              expect: { received: 2 }
            """)
public record Stop(
        @Arg(
                value = "the name of a background verb ('as'), or a list of names",
                also = "name",
                position = 0,
                required = true)
        List<BackgroundName> names)
        implements Verb {

    public Stop {
        BackgroundNames.check(names);
    }

    @Override
    public JsonObject run(VerbWorld world) {
        List<Background> stopped = BackgroundNames.find(names, world);
        stopped.forEach(Background::close);
        return GatheredMessages.merged(
                stopped.stream().map(Background::gathered).toList());
    }

    @Override
    public Optional<String> ended(VerbWorld world) {
        return BackgroundNames.ended(names, world);
    }
}
