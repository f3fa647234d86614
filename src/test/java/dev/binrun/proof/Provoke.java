package dev.binrun.proof;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.OrderedConsumer;
import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.World;
import io.nats.client.Message;
import java.util.Optional;

/** The step {@code provoke}: throws on one of the threads that work for a scenario. */
public final class Provoke implements OwnVerb<Provoke.How> {
    /** The place where the exception is thrown. */
    public enum Place {
        STEP,
        THREAD,
        HANDLER,
        ORDERED,
        LOG,
        GATHERED,
        CLOSE
    }

    /** The exception or error that is thrown. */
    public enum Kind {
        MISSING_CLASS,
        STACK,
        MEMORY,
        ASSERTION,
        EXCEPTION,
        WRAPPED
    }

    /** The step's arguments: where, what, and the subject or stream whose messages cause it. */
    @VerbDoc(value = "Throws", answers = "nothing")
    public record How(
            @Arg(value = "where", required = true) Place at,
            @Arg(value = "what", required = true) Kind kind,
            @Arg("the subject, or the stream") Optional<String> on) {}

    @Override
    public String name() {
        return "provoke";
    }

    @Override
    public Class<How> arguments() {
        return How.class;
    }

    @Override
    public JsonObject run(How how, World world) throws Exception {
        switch (how.at()) {
            case STEP -> raise(how.kind());
            case THREAD -> {
                Thread thread = new Thread(() -> raise(how.kind()), "own thread");
                thread.start();
                thread.join();
            }
            case HANDLER -> {
                world.connection().createDispatcher().subscribe(how.on().orElseThrow(), message -> raise(how.kind()));
                world.connection().flush(world.patience());
            }
            case ORDERED ->
                world.atEnd(OrderedConsumer.start(
                        (VerbWorld) world, how.on().orElseThrow(), new JsonObject(), new Raising(how.kind())));
            case LOG ->
                new Thread(() -> world.faults()
                                .node("n1")
                                .log()
                                .await(line -> raisesOnLogThread(how.kind()), world.patience()))
                        .start();
            case GATHERED -> ((VerbWorld) world).keep(new Raising(how.kind()));
            case CLOSE -> world.atEnd(() -> raise(how.kind()));
        }
        return new JsonObject();
    }

    private static boolean raisesOnLogThread(Kind kind) {
        if (Thread.currentThread().getName().startsWith("nats-server-log")) {
            raise(kind);
        }
        return false;
    }

    private static void raise(Kind kind) {
        switch (kind) {
            case MISSING_CLASS -> throw new NoClassDefFoundError("com/google/gson/NotThere");
            case STACK -> deeper(0);
            case MEMORY -> throw new OutOfMemoryError("Java heap space");
            case ASSERTION -> throw new AssertionError("three is not four");
            case EXCEPTION -> throw new IllegalStateException("planted");
            case WRAPPED -> throw new IllegalStateException(new NoClassDefFoundError("com/google/gson/NotThere"));
        }
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    private record Raising(Kind kind) implements Background, OrderedConsumer.Reader {
        @Override
        public GatheredMessages gathered() {
            raise(kind);
            return GatheredMessages.messages(Optional.empty(), 0);
        }

        @Override
        public void close() {}

        @Override
        public void message(Message message, boolean initial) {
            raise(kind);
        }

        @Override
        public void caughtUp() {}

        @Override
        public void ended(JsonObject error) {}
    }
}
