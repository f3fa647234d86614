package dev.binrun.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import dev.binrun.history.UnreadableException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of a project: the problems of their classes, their faults, and the run that they can read. */
class OwnChecksTest {
    private static final String THIS = OwnChecksTest.class.getName();

    @TempDir
    Path folder;

    @Test
    void load_nameOfAnotherCheck_isAProblem() throws IOException {
        assertEquals(
                List.of("the check 'ordered' of " + THIS + "$Clashing has the name of another check or key; choose"
                        + " another name"),
                problems(THIS + "$Clashing"));
    }

    @Test
    void load_wrongName_isAProblem() throws IOException {
        assertEquals(
                List.of("the check of " + THIS + "$Shouting has the name 'NO LOSS'; a name consists of lower-case"
                        + " letters and digits, with hyphens between words"),
                problems(THIS + "$Shouting"));
    }

    @Test
    void load_classIsAbsentOrFails_isAProblem() throws IOException {
        assertEquals(
                List.of(
                        "a check of your project cannot be created: dev.binrun.check.OwnCheck: Provider shop.Gone not found",
                        "a check of your project cannot be created: dev.binrun.check.OwnCheck: Provider " + THIS
                                + "$Failing could not be instantiated (java.lang.IllegalStateException: no settings)"),
                problems("shop.Gone", THIS + "$Failing"));
    }

    @Test
    void load_noArguments_isAProblem() throws IOException {
        assertEquals(
                List.of("the check 'vague' of " + THIS + "$Vague returns null from arguments() or holds()"),
                problems(THIS + "$Vague"));
    }

    @Test
    void judge_returnsNull_isUnknown() {
        assertUnknown(THIS + "$Named.judge returned null; return a Judgement", run -> null);
    }

    @Test
    void judge_finalStateIsUnreadable_isUnknown() {
        Scene scene = new Scene();
        scene.unreadable = new UnreadableException("ORDERS does not respond");

        scene.unknown(
                "ORDERS does not respond",
                bound(run -> Judgement.held(run.stream("ORDERS").orElseThrow().name())));
    }

    @Test
    void judge_classIsMissing_isUnknown() {
        Judgement judgement = judge(new Scene(), run -> {
            throw new NoClassDefFoundError("shop/Till");
        });

        assertTrue(
                judgement
                        .toString()
                        .matches("Unknown\\[reason=the check threw java.lang.NoClassDefFoundError: shop/Till"
                                + " at OwnChecksTest.java:\\d+]"),
                judgement::toString);
    }

    @Test
    void violated_manyLines_showsTheFirst() {
        Judgement judgement = Judgement.violated("12 are lost", Collections.nCopies(12, "x"));

        List<String> evidence = ((Judgement.Violated) judgement).evidence();
        assertEquals(12, evidence.size());
        assertEquals("12 are lost", evidence.get(0));
        assertEquals("  … and 2 more", evidence.get(11));
    }

    @Test
    void operations_publishAndDelivery_haveAllThatWasRecorded() {
        Scene scene = new Scene();
        scene.c1.publish("o.x", Scene.bytes("tea"), "id-1", Duration.ZERO).stored("ORDERS", 7);
        scene.deliver(scene.c2, 7, 1, 2, "tea", "id-1");
        scene.c2.publish("o.y", Scene.bytes("cup"), "", Duration.ofSeconds(5)); // no reply

        judge(scene, run -> {
            List<OperationView> operations = run.operations().toList();
            OperationView publish = operations.get(0);
            assertEquals(OperationKind.PUBLISH, publish.kind());
            assertEquals("c1", publish.client());
            assertEquals(Optional.of("ORDERS"), publish.stream());
            assertEquals(Optional.empty(), publish.consumer());
            assertEquals("o.x", publish.subject());
            assertEquals("o.x", publish.key());
            assertEquals(OptionalLong.of(7), publish.sequence());
            assertTrue(publish.isOk() && publish.hasPayload("tea") && publish.hasMessageId("id-1"));
            assertFalse(publish.hasPayload("cup") || publish.hasMessageId("id-2") || publish.duplicate());
            assertTrue(publish.completedAt().orElseThrow().compareTo(publish.invokedAt()) > 0);
            assertEquals(OptionalInt.empty(), publish.deliveryCount());
            OperationView delivery = operations.get(1);
            assertEquals(OperationKind.DELIVER, delivery.kind());
            assertEquals(Optional.of("w"), delivery.consumer());
            assertEquals(OptionalInt.of(2), delivery.deliveryCount());
            assertEquals(publish.payload(), delivery.payload());
            OperationView open = operations.get(2);
            assertEquals(OperationOutcome.UNKNOWN, open.outcome());
            assertEquals(Optional.empty(), open.completedAt());
            assertEquals(Optional.empty(), open.stream());
            assertEquals(Optional.empty(), open.consumer());
            assertEquals(OptionalLong.empty(), open.sequence());
            assertEquals(List.of(publish, delivery), run.operations("ORDERS").toList());
            return Judgement.held("3 operations");
        });
    }

    @Test
    void finalState_hasMessagesAndConsumers() {
        Scene scene = new Scene();
        scene.holds("KV_prices", Limits.limits(), "3 $KV.prices.tea.green=4", "5 $KV.prices.cup=2");
        scene.consumers.clear();
        scene.consumers.add(Scene.consumer("w", 0, new ConsumerState.Position(5, 9, 3, 1)));
        scene.consumers.add(Scene.gone("old", 0, 10, 0));
        scene.history.unrecordedActor("'place order'");

        judge(scene, run -> {
            FinalStream stream = run.stream("KV_prices").orElseThrow();
            List<FinalMessage> messages = stream.messages().toList();
            assertEquals(
                    List.of("KV_prices", 3L, 5L, 2L),
                    List.of(stream.name(), stream.firstSequence(), stream.lastSequence(), stream.size()));
            assertEquals(
                    List.of("tea.green", "cup"),
                    messages.stream().map(FinalMessage::key).toList());
            assertTrue(messages.get(1).hasPayload("2") && !messages.get(1).hasPayload("4"));
            assertEquals(Instant.EPOCH, messages.get(0).time());
            assertEquals(Optional.empty(), run.stream("NONE"));
            assertEquals(
                    List.of(new FinalConsumer(
                            "w", List.of(), "explicit", Optional.of(new FinalConsumer.ConsumerPosition(5, 3, 1)))),
                    run.consumers("KV_prices"));
            assertEquals(Optional.of("'place order'"), run.unrecorded());
            return Judgement.held("2 messages");
        });
    }

    private static void assertUnknown(String reason, Property property) {
        new Scene().unknown(reason, bound(property));
    }

    /** Judges a scene; an assertion that fails in the property fails the test. */
    private static Judgement judge(Scene scene, Property property) {
        Throwable[] failed = new Throwable[1];
        Judgement judgement = Checks.judge(
                bound(run -> {
                    try {
                        return property.judge(run);
                    } catch (AssertionError e) {
                        failed[0] = e;
                        throw e;
                    }
                }),
                scene.history,
                scene);
        if (failed[0] instanceof AssertionError e) {
            throw e;
        }
        return judgement;
    }

    private static Check bound(Property property) {
        return CheckType.own(new Named("own", property)).with(new Nothing());
    }

    private List<String> problems(String... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve("dev.binrun.check.OwnCheck"), List.of(providers));
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader()) {
                    @Override
                    public Enumeration<URL> getResources(String name) throws IOException {
                        return findResources(name); // only the file in this test's folder
                    }
                }) {
            return OwnChecks.load(ServiceLoader.load(OwnCheck.class, loader), name -> name.equals("ordered"))
                    .problems();
        }
    }

    /** The body of a check. */
    interface Property {
        Judgement judge(RunView run);
    }

    /** A check without arguments. */
    public record Nothing() {}

    /** A check with a name. */
    public static class Named implements OwnCheck<Nothing> {
        private final String name;
        private final Property property;

        Named(String name, Property property) {
            this.name = name;
            this.property = property;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Class<Nothing> arguments() {
            return Nothing.class;
        }

        @Override
        public Judgement judge(Nothing arguments, RunView run) {
            return property.judge(run);
        }
    }

    /** A check with the name of a built-in check. */
    public static final class Clashing extends Named {
        public Clashing() {
            super("ordered", null);
        }
    }

    /** A check whose name has a wrong form. */
    public static final class Shouting extends Named {
        public Shouting() {
            super("NO LOSS", null);
        }
    }

    /** A check without a record for its arguments. */
    public static final class Vague extends Named {
        public Vague() {
            super("vague", null);
        }

        @Override
        public Class<Nothing> arguments() {
            return null;
        }
    }

    /** A check whose constructor throws. */
    public static final class Failing extends Named {
        public Failing() {
            super("fail", null);
            throw new IllegalStateException("no settings");
        }
    }
}
