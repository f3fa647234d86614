package dev.binrun.proof;

import com.google.gson.JsonObject;
import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import io.nats.client.Subscription;

/** The step {@code take slowly}: subscribes with a limit of two pending messages, and reads none. */
public final class TakeSlowly implements OwnVerb<TakeSlowly.From> {
    /** The step's arguments. */
    @VerbDoc(value = "Subscribes, and reads no message", answers = "nothing")
    public record From(String subject) {}

    @Override
    public String name() {
        return "take slowly";
    }

    @Override
    public Class<From> arguments() {
        return From.class;
    }

    @Override
    public JsonObject run(From from, World world) throws Exception {
        Subscription subscription = world.connection().subscribe(from.subject());
        subscription.setPendingLimits(2, 1_000);
        world.connection().flush(world.patience());
        return new JsonObject();
    }
}
