package dev.binrun.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.verb.AssetVerb;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbTrait;
import dev.binrun.verb.VerbType;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.message.Pub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that facts about verbs come from {@link VerbType}: outside of its packages, no code compares the name of a
 * verb.
 */
class VerbNamesTest {
    private static final Path MAIN = Path.of("src", "main", "java", "dev", "binrun");
    private static final Pattern COMMENT = Pattern.compile("//.*|/\\*.*?\\*/", Pattern.DOTALL);

    /** A comparison of {@code verb().name()}, or a lookup by it. OwnVerbCheck may compare names with keys of steps. */
    private static final Pattern COMPARED =
            Pattern.compile("verb(?:\\(\\))?\\.name\\(\\)\\s*\\.\\s*(?:equals|startsWith|endsWith|contains|matches)"
                    + "|(?<!ModifiersReader\\.KEYS\\.)\\b(?:equals|contains|containsKey|get)\\((?:\\w+\\.)?verb(?:\\(\\))?\\.name\\(\\)\\)"
                    + "|switch \\([^)]*verb(?:\\(\\))?\\.name\\(\\)\\)"
                    + "|verb\\.(?:equals|startsWith)\\(\"");

    @Test
    void mainCode_outsideOfVerbAndRegistry_hasNoLiteralWithAVerbsName() {
        String names = Verbs.names().stream()
                .filter(name -> name.contains(" "))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        String families = Verbs.ours().stream()
                .map(VerbType::name)
                .filter(name -> name.contains(" "))
                .map(name -> name.substring(0, name.indexOf(' ') + 1))
                .distinct()
                .collect(Collectors.joining("|"));
        Pattern literal = Pattern.compile("\"(?:" + names + ")\"|startsWith\\(\"(?:" + families + ")\"");
        assertEquals(List.of(), found(literal));
        assertTrue(literal.matcher("\"stream add\"").matches());
        assertTrue(literal.matcher("startsWith(\"network \"").matches());
    }

    @Test
    void mainCode_outsideOfVerbAndRegistry_comparesNoVerbsName() {
        assertEquals(List.of(), found(COMPARED));
        for (String faulty : List.of(
                "verb -> verb.name().startsWith(\"network \")",
                "NEEDING.contains(verb.name())",
                "BACK.containsKey(step.verb().name())",
                "step.verb().name().equals(\"meta step-down\")",
                "report.step().verb().name().equals(verb)",
                "switch (step.verb().name())",
                "verb.equals(\"request\")")) {
            assertTrue(COMPARED.matcher(faulty).find(), faulty);
        }
    }

    @Test
    void traits_verbsByName_haveThem() {
        assertEquals(
                List.of("network cut", "network heal", "network delay"),
                names(verb -> verb.is(VerbTrait.CUTS_NETWORK)));
        assertEquals(List.of("meta step-down"), names(verb -> verb.is(VerbTrait.NEEDS_SYSTEM_ACCOUNT)));
        assertEquals(List.of("meta step-down"), names(verb -> verb.is(VerbTrait.NEEDS_META_GROUP)));
        assertEquals(List.of("parallel", "repeat", "sleep", "collect", "stop"), names(VerbType::flow));
        assertEquals(
                List.of("stream add", "consumer add", "kv add", "object add"),
                names(verb -> verb.topologyKey().isPresent()));
        assertEquals(
                List.of("streams", "consumers", "kv", "objects"),
                List.copyOf(Verbs.byTopologyKey().keySet()));
    }

    @Test
    void undoes_startAndResume_nameVerbsThatExist() {
        Map<String, String> undone = Verbs.ours().stream()
                .filter(verb -> verb.undoes().isPresent())
                .collect(Collectors.toMap(VerbType::name, verb -> verb.undoes().orElseThrow()));
        assertEquals(Map.of("server start", "server kill", "server resume", "server pause"), undone);
        undone.values().forEach(name -> assertTrue(Verbs.find(name).isPresent(), name));
    }

    @Test
    void interfaceMethods_ofVerbs_haveNoArgumentsName() {
        List<String> accidental = Verbs.ours().stream()
                .map(VerbType::arguments)
                .flatMap(verb -> Arrays.stream(verb.getRecordComponents())
                        .filter(component -> declares(verb, component.getName()))
                        .map(component -> verb.getSimpleName() + "." + component.getName()))
                .toList();
        assertEquals(List.of(), accidental);
        record Accident(Duration atMost) implements Verb {
            @Override
            public JsonObject run(VerbWorld world) {
                return new JsonObject();
            }
        }
        assertTrue(declares(Accident.class, "atMost"));
        assertTrue(TimedVerb.class.isAssignableFrom(Pub.class));
    }

    /** Returns whether an interface of a verb has such a method, apart from the one that {@link TimedVerb} is for. */
    private static boolean declares(Class<?> verb, String name) {
        return Stream.of(Verb.class, AssetVerb.class, TimedVerb.class)
                .filter(type -> type.isAssignableFrom(verb))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> method.getDeclaringClass() != TimedVerb.class
                        || !method.getName().equals("timeout"))
                .anyMatch(method -> method.getName().equals(name));
    }

    private static List<String> names(Predicate<VerbType> condition) {
        return Verbs.ours().stream().filter(condition).map(VerbType::name).toList();
    }

    private static List<String> found(Pattern pattern) {
        try (Stream<Path> files = Files.walk(MAIN)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(MAIN.resolve("verb")))
                    .filter(file -> !file.startsWith(MAIN.resolve("registry")))
                    .toList();
            assertFalse(sources.isEmpty());
            return sources.stream()
                    .flatMap(file -> pattern.matcher(code(file)).results().map(match -> file + ": " + match.group()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String code(Path file) {
        try {
            return COMMENT.matcher(Files.readString(file)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
