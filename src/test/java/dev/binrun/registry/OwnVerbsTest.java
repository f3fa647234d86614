package dev.binrun.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.World;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the messages about verbs of projects that cannot be used. */
class OwnVerbsTest {
    @TempDir
    Path folder;

    @Test
    void load_nameOfAnotherVerb_isAProblem() throws IOException {
        assertEquals(
                List.of("the verb 'pub' of dev.binrun.registry.OwnVerbsTest$Clashing has the name of another verb;"
                        + " choose another name"),
                problems("dev.binrun.registry.OwnVerbsTest$Clashing"));
    }

    @Test
    void load_invalidName_isAProblem() throws IOException {
        assertEquals(
                List.of("the verb of dev.binrun.registry.OwnVerbsTest$Shouting has the name 'PLACE'; a name consists"
                        + " of lower-case letters, digits, '-' and single spaces"),
                problems("dev.binrun.registry.OwnVerbsTest$Shouting"));
    }

    @Test
    void load_missingOrFailingClass_isAProblem() throws IOException {
        assertEquals(
                List.of(
                        "a verb of your project cannot be created: dev.binrun.verb.OwnVerb: Provider shop.Gone not"
                                + " found",
                        "a verb of your project cannot be created: dev.binrun.verb.OwnVerb: Provider"
                                + " dev.binrun.registry.OwnVerbsTest$Failing could not be instantiated"
                                + " (java.lang.IllegalStateException: no settings)"),
                problems("shop.Gone", "dev.binrun.registry.OwnVerbsTest$Failing"));
    }

    @Test
    void load_invalidShape_isAProblem() throws IOException {
        assertEquals(
                List.of("the answers() of the verb 'shapeless' of dev.binrun.registry.OwnVerbsTest$Shapeless: not a"
                        + " shape:"
                        + " there is no shape 'StreamInf' (did you mean 'StreamInfo'?): {of: StreamInf}"),
                problems("dev.binrun.registry.OwnVerbsTest$Shapeless"));
    }

    private List<String> problems(String... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve("dev.binrun.verb.OwnVerb"), List.of(providers));
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader()) {
                    @Override
                    public java.util.Enumeration<URL> getResources(String name) throws IOException {
                        return findResources(name); // only files in the test's folder
                    }
                }) {
            return OwnVerbs.load(ServiceLoader.load(OwnVerb.class, loader), name -> name.equals("pub"))
                    .problems();
        }
    }

    /** A record without arguments. */
    public record Nothing() {}

    /** A verb with a name. */
    public abstract static class Named implements OwnVerb<Nothing> {
        private final String name;

        Named(String name) {
            this.name = name;
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
        public JsonObject run(Nothing arguments, World world) {
            return null;
        }
    }

    /** A verb with the name of one of binrun's. */
    public static final class Clashing extends Named {
        public Clashing() {
            super("pub");
        }
    }

    /** A verb with an invalid shape of its answers. */
    public static final class Shapeless extends Named {
        public Shapeless() {
            super("shapeless");
        }

        @Override
        public AnswerForm answers() {
            return AnswerForm.of("{of: StreamInf}");
        }
    }

    /** A verb with an invalid name. */
    public static final class Shouting extends Named {
        public Shouting() {
            super("PLACE");
        }
    }

    /** A verb whose constructor fails. */
    public static final class Failing extends Named {
        public Failing() {
            super("fail");
            throw new IllegalStateException("no settings");
        }
    }
}
