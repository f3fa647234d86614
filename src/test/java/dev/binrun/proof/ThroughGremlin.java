package dev.binrun.proof;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Scope;
import dev.binrun.jetstream.Refusals;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The step {@code through gremlin}: runs and records a step over a connection that drops or repeats one message. */
public final class ThroughGremlin implements OwnVerb<ThroughGremlin.Trap> {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** How often the message arrives. */
    public enum Arrives {
        NEVER,
        TWICE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The step's arguments. */
    @VerbDoc(value = "Runs a step over a faulty network", answers = "the answer of the step")
    public record Trap(
            @Arg(value = "the step, as in a scenario", required = true)
            JsonObject step,

            @Arg(value = "a regular expression that finds the message", required = true)
            String victim,

            @Arg(value = "never or twice", required = true) Arrives arrives) {}

    @Override
    public String name() {
        return "through gremlin";
    }

    @Override
    public Class<Trap> arguments() {
        return Trap.class;
    }

    @Override
    public boolean recorded() {
        return true;
    }

    @Override
    public JsonObject run(Trap trap, World world) throws Exception {
        Gremlin gremlin = new Gremlin(world.url(), trap.arrives() == Arrives.NEVER ? 0 : 2, trap.victim());
        world.atEnd(gremlin);
        Connection connection = Nats.connect(Options.builder()
                .server(gremlin.url())
                .noReconnect()
                .reportNoResponders()
                .errorListener(Refusals.only())
                .build());
        world.atEnd(connection);
        try {
            return verb(trap.step()).run(behind((VerbWorld) world, connection));
        } finally {
            if (!gremlin.hasStruck()) {
                throw new IllegalStateException("the step proves nothing, because no message matches " + trap.victim());
            }
        }
    }

    /** Returns the world of the step with another connection, and a short patience for messages that never arrive. */
    private static VerbWorld behind(VerbWorld world, Connection connection) {
        Dispatcher dispatcher = connection.createDispatcher();
        return (VerbWorld) Proxy.newProxyInstance(
                VerbWorld.class.getClassLoader(), new Class<?>[] {VerbWorld.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "connection":
                            return connection;
                        case "dispatcher":
                            return dispatcher;
                        case "patience":
                            return PATIENCE;
                        default:
                            try {
                                return method.invoke(world, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                    }
                });
    }

    private static Verb verb(JsonObject step) {
        String scenario = "steps: [" + step + ", { stream info: A, expect: { config: {} } }]";
        return ScenarioReader.readText(Path.of("gremlin.yaml"), scenario)
                .scenarios()
                .get(0)
                .config()
                .orElseThrow()
                .steps()
                .get(0)
                .bind(new Nothing())
                .get(0);
    }

    private static final class Nothing implements Scope {
        @Override
        public Optional<JsonElement> lookup(String name) {
            return Optional.empty();
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    }
}
