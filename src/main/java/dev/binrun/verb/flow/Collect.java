package dev.binrun.verb.flow;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Background;
import dev.binrun.verb.Gathered;
import dev.binrun.verb.Ongoing;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;
import java.util.List;

/** Answers with what background verbs have gathered so far, as it came, and lets them run. */
public record Collect(
        @Arg(
                value = "the name of a background verb ('as'), or a list of names",
                also = "name",
                position = 0,
                required = true)
        List<Ongoing> names)
        implements Verb {

    public Collect {
        OngoingNames.check(names);
    }

    @Override
    public JsonObject run(World world) {
        return Gathered.merged(OngoingNames.find(names, world).stream()
                .map(Background::gathered)
                .toList());
    }
}
