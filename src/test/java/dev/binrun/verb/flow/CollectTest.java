package dev.binrun.verb.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Background;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.VerbWorld;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code collect} and {@code stop} with background verbs of the test. */
class CollectTest {
    private final TestSubscription a = new TestSubscription();
    private final TestSubscription b = new TestSubscription();
    private final VerbWorld world = world(Map.of("a", List.of(a), "b", List.of(b)));

    @Test
    void collect_returnsTheMessagesSoFar_andLetsTheVerbRun() throws InterruptedException {
        a.receive("one");
        assertEquals("{\"messages\":[\"one\"],\"received\":1}", shown(collect("a")));

        a.receive("two");
        assertEquals("{\"messages\":[\"one\",\"two\"],\"received\":2}", shown(collect("a")));
    }

    @Test
    void collect_severalNames_mergesInOrderOfArrival() throws InterruptedException {
        a.receive("one");
        b.receive("two");
        a.receive("three");

        assertEquals("{\"messages\":[\"one\",\"two\",\"three\"],\"received\":3}", shown(collect("a", "b")));
    }

    @Test
    void stop_endsTheVerb_andKeepsItsMessages() throws InterruptedException {
        a.receive("one");

        JsonObject answer = new Stop(List.of(new BackgroundName("a"))).run(world);

        assertTrue(a.closed);
        assertEquals("{\"messages\":[\"one\"],\"received\":1}", shown(answer));
        assertEquals(answer, collect("a"));
        assertEquals(answer, new Stop(List.of(new BackgroundName("a"))).run(world), "a second stop changes nothing");
    }

    @Test
    void collect_unknownName_fails() {
        VerbFailedException failure = assertThrows(VerbFailedException.class, () -> collect("c"));

        assertEquals(
                "not found: there is no background verb with the name 'c' (the step that starts it did not run)",
                failure.getMessage());
    }

    @Test
    void names_emptyOrDuplicate_areInvalid() {
        assertEquals(
                "'a' occurs twice; remove one",
                assertThrows(InvalidArgumentException.class, () -> collect("a", "a"))
                        .getMessage());
        assertEquals(
                "the list of names is empty; name a background verb",
                assertThrows(InvalidArgumentException.class, () -> new Stop(List.of()))
                        .getMessage());
    }

    private JsonObject collect(String... names) throws InterruptedException {
        return new Collect(List.of(names).stream().map(BackgroundName::new).toList()).run(world);
    }

    private static String shown(JsonObject answer) {
        JsonObject shown = answer.deepCopy();
        shown.getAsJsonArray("messages")
                .asList()
                .replaceAll(m -> m.getAsJsonObject().get("data"));
        return shown.toString();
    }

    private static VerbWorld world(Map<String, List<Background>> kept) {
        return (VerbWorld) Proxy.newProxyInstance(
                VerbWorld.class.getClassLoader(),
                new Class<?>[] {VerbWorld.class},
                (proxy, method, arguments) -> kept.getOrDefault((String) arguments[0], List.of()));
    }

    private static final class TestSubscription implements Background {
        private final GatheredMessages gathered = GatheredMessages.messages(Optional.empty(), 0);
        private boolean closed;

        void receive(String data) {
            gathered.add(() -> {
                JsonObject message = new JsonObject();
                message.addProperty("data", data);
                return message;
            });
        }

        @Override
        public GatheredMessages gathered() {
            return gathered;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
