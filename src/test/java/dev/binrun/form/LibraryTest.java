package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.form.Library.Member;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryTest {
    private static final String ENTRY =
            "add this to the <dependencies> of your pom: <dependency><groupId>org.parts</groupId>"
                    + "<artifactId>parts</artifactId><version>2.12.0</version></dependency>";

    @TempDir
    private Path folder;

    /** The class whose presence means that the library is present. */
    public static final class Parts {
        public void add(String part) {}
    }

    @ParameterizedTest
    @CsvSource({
        "parts-2.9.1.jar, 2.9.1",
        "parts-2.10.jar, 2.10",
        "parts-1.99.99.jar, 1.99.99",
        "parts-2.9.0-M1.jar, 2.9.0-M1",
        "parts-2.jar, 2",
    })
    void problem_olderJar_namesItsVersionAndTheEntry(String jar, String version) throws IOException {
        assertEquals(
                Optional.of("binrun needs org.parts:parts 2.10.1 or newer, but the class path has " + version + " ("
                        + folder.resolve(jar) + "); " + ENTRY),
                library("add").problem(loader(jar, "")));
    }

    @ParameterizedTest
    @CsvSource({
        "parts-2.10.1.jar",
        "parts-2.10.1.redhat-00001.jar",
        "parts-2.10.2-SNAPSHOT.jar",
        "parts-3.jar",
        "parts-2.11.jar",
        "parts.jar",
        "other-1.0.jar",
        "parts-of-1.0.jar",
    })
    void problem_newEnoughOrUnknownVersion_isEmpty(String jar) throws IOException {
        assertEquals(Optional.empty(), library("add").problem(loader(jar, "")));
    }

    @Test
    void version_inPomProperties_precedesTheName() throws IOException {
        assertEquals(
                Optional.of("binrun needs org.parts:parts 2.10.1 or newer, but the class path has 2.8 ("
                        + folder.resolve("parts-3.0.jar") + "); " + ENTRY),
                library("add").problem(loader("parts-3.0.jar", "version=2.8")));
        assertEquals(Optional.empty(), library("add").problem(loader("parts-2.0.jar", "version=2.12")));
        assertEquals(Optional.empty(), library("add").problem(loader("parts-2.11.jar", "version=${project.version}")));
    }

    @Test
    void problem_unknownVersionWithoutTheMember_isReported() throws IOException {
        assertEquals(
                Optional.of(
                        "binrun needs org.parts:parts 2.10.1 or newer, but the class path has a version that its jar "
                                + "does not name (" + folder.resolve("app.jar") + "), which lacks "
                                + Parts.class.getName()
                                + ".remove; " + ENTRY),
                library("remove").problem(loader("app.jar", "")));
    }

    @Test
    void problem_newerJarWithoutTheMember_isReported() throws IOException {
        assertEquals(
                Optional.of("binrun needs org.parts:parts 2.10.1 or newer, but the class path has 9.0 ("
                        + folder.resolve("parts-9.0.jar") + "), which lacks " + Parts.class.getName() + ".remove; "
                        + ENTRY),
                library("remove").problem(loader("parts-9.0.jar", "")));
    }

    @Test
    void problem_missingJar_isReported() throws IOException {
        assertEquals(
                Optional.of("binrun needs org.parts:parts 2.10.1 or newer, but it is not on the class path; " + ENTRY),
                library("add").problem(new URLClassLoader(new URL[0], null)));
    }

    @Test
    void require_severalProblems_haveALineEach() {
        Library missing = new Library("g", "a", "1", "2", Member.of("no.such.Type"));
        Library there = new Library("g", "b", "1", "2", Member.of(Parts.class.getName(), "add", String.class));
        Library old = new Library("g", "c", "1", "2", Member.of("neither.Type"));

        Library.require(List.of(there));
        Library.UnusableException error =
                assertThrows(Library.UnusableException.class, () -> Library.require(List.of(missing, there, old)));

        assertEquals(
                "binrun needs g:a 1 or newer, but it is not on the class path; add this to the <dependencies> "
                        + "of your pom: "
                        + "<dependency><groupId>g</groupId><artifactId>a</artifactId><version>2</version></dependency>\n"
                        + "binrun needs g:c 1 or newer, but it is not on the class path; add this to the <dependencies> of your pom: "
                        + "<dependency><groupId>g</groupId><artifactId>c</artifactId><version>2</version></dependency>",
                error.getMessage());
        assertEquals(0, error.getStackTrace().length);
    }

    private static Library library(String method) {
        return new Library(
                "org.parts", "parts", "2.10.1", "2.12.0", Member.of(Parts.class.getName(), method, String.class));
    }

    private ClassLoader loader(String jar, String pomProperties) throws IOException {
        Path file = folder.resolve(jar);
        String type = Parts.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file));
                InputStream bytes = Parts.class.getResourceAsStream("/" + type)) {
            out.putNextEntry(new JarEntry(type));
            bytes.transferTo(out);
            if (!pomProperties.isEmpty()) {
                out.putNextEntry(new JarEntry("META-INF/maven/org.parts/parts/pom.properties"));
                out.write(pomProperties.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new URLClassLoader(new URL[] {file.toUri().toURL()}, null);
    }
}
