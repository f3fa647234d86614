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

/** Reads the data that background verbs have gathered so far, and lets the verbs run. */
@VerbDoc(
        value = "Reads the data that background verbs have gathered so far, and lets the verbs run",
        answers =
                "{messages: […], received}, for watches {entries: […], received, initial}; several verbs are merged in order of"
                        + " arrival; ended: the reason why a verb gathers nothing more",
        example = """
            - sub: orders.>
              as: seen
            - pub: { subject: orders.c, count: 2 }
            - collect: seen
              within: 5s
              expect: { messages: { size: 2 } }
            """)
public record Collect(
        @Arg(
                value = "the name of a background verb ('as'), or a list of names",
                also = "name",
                position = 0,
                required = true)
        List<BackgroundName> names)
        implements Verb {

    public Collect {
        BackgroundNames.check(names);
    }

    @Override
    public JsonObject run(VerbWorld world) {
        return GatheredMessages.merged(BackgroundNames.find(names, world).stream()
                .map(Background::gathered)
                .toList());
    }

    @Override
    public Optional<String> ended(VerbWorld world) {
        return BackgroundNames.ended(names, world);
    }
}
