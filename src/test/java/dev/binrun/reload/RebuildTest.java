package dev.binrun.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of a small program: {@code User} uses {@code Sub}, which extends {@code Base}; ten classes use nothing. */
@Tag("slow")
class RebuildTest {
    @TempDir
    private Path folder;

    private Path sources;
    private Path own;
    private Rebuild rebuild;

    @BeforeEach
    void program() throws Exception {
        sources = folder.resolve("src");
        own = Files.createDirectory(folder.resolve("own"));
        source("app/Base", "public int number() { return one(); } private int one() { return 1; }");
        write("app/Sub", "package app; public class Sub extends Base {}");
        write("app/Limit", "package app; public interface Limit { int MOST = 5; }");
        source("app/User", "public static String text() { return new Sub().number() + \" \" + Limit.MOST; }");
        for (int i = 0; i < 10; i++) {
            source("app/Other" + i, "");
        }
        SourceCompiler.ofThisJvm().orElseThrow().compile(files(), List.of(), own);
        write("framework/Extra", "package framework; import not.here.Missing; class Extra {}");
        rebuild = Rebuild.of(sources, List.of(own), own, folder.resolve("builds"));
    }

    @AfterEach
    void close() throws IOException {
        rebuild.close();
        assertFalse(Files.exists(folder.resolve("builds")));
    }

    @Test
    void noChange_isTheProgramAsItWas() throws Exception {
        assertEquals("1 5", text());
        assertEquals(Set.of(), rebuild.stale());
    }

    @Test
    void body_compilesOnlyItsFile() throws Exception {
        Path base = source("app/Base", "public int number() { return two(); } private int two() { return 2; }");

        assertEquals(new Rebuild.Built(List.of(), 1), rebuild.build(Set.of(base)));

        assertEquals("2 5", text());
    }

    @Test
    void secondBuild_keepsTheClassesOfTheFirst() throws Exception {
        rebuild.build(Set.of(source("app/Base", "public int number() { return 3; }")));
        Path first = rebuild.classPath().get(0);

        rebuild.build(Set.of(source("app/Sub", "extends Base", "public String more() { return \"\"; }")));

        assertEquals("3 5", text());
        assertTrue(Files.exists(first), "a program that runs still reads the classes of the first build");
    }

    /** The user names only the subtype. */
    @Test
    void changedSignature_compilesTheUsersOfSubtypes() throws Exception {
        Path base = source("app/Base", "public long number() { return 4; }");

        assertEquals(new Rebuild.Built(List.of(), 3), rebuild.build(Set.of(base)));

        assertEquals("4 5", text());
    }

    @Test
    void removedMember_isAnErrorInItsUsers_andTheClassPathStays() throws Exception {
        Path base = source("app/Base", "");

        Rebuild.Built built = rebuild.build(Set.of(base));

        assertEquals(1, built.errors().size());
        assertTrue(
                built.errors().get(0).matches("(?s).*User.java:1: cannot find symbol\n.*number\\(\\).*"),
                built.errors()::toString);
        assertEquals("1 5", text());
    }

    @Test
    void constant_compilesAll() throws Exception {
        Path limit = write("app/Limit", "package app; public interface Limit { int MOST = 6; }");

        assertEquals(new Rebuild.Built(List.of(), 14), rebuild.build(Set.of(limit)));

        assertEquals("1 6", text());
    }

    @Test
    void deletedSource_isAnErrorInItsUsers() throws Exception {
        Path limit = sources.resolve("app/Limit.java");
        Files.delete(limit);

        Rebuild.Built built = rebuild.build(Set.of(limit));

        assertTrue(built.errors().get(0).contains("User.java:1: cannot find symbol"), built.errors()::toString);
        assertEquals("1 5", text());
    }

    @Test
    void brokenSource_staysBrokenUntilItIsMended() throws Exception {
        Path base = source("app/Base", "public int number() { return ; }");
        assertEquals(1, rebuild.build(Set.of(base)).errors().size());

        Path other = source("app/Other1", "int fine;");
        assertEquals(1, rebuild.build(Set.of(other)).errors().size());
        source("app/Base", "public int number() { return 7; }");
        assertEquals(List.of(), rebuild.build(Set.of(base)).errors());

        assertEquals("7 5", text());
    }

    @Test
    void newClass_isCompiledWithItsUser() throws Exception {
        Path user = source("app/User", "public static String text() { return New.TEXT; }");
        assertEquals(1, rebuild.build(Set.of(user)).errors().size());

        rebuild.build(Set.of(source("app/New", "static final String TEXT = \"new\";")));

        assertEquals("new", text());
    }

    @Test
    void sourceThatIsNewerThanItsClass_isStale() throws Exception {
        Path base = source("app/Base", "public int number() { return 8; }");
        Files.setLastModifiedTime(base, FileTime.from(Instant.now().plusSeconds(10)));

        assertEquals(Set.of(base), rebuild.stale());
    }

    @Test
    void folderWithoutCompiledClasses_isNotUsed() {
        assertFalse(rebuild.isUsed(sources.resolve("framework/Extra.java")));
        assertTrue(rebuild.isUsed(sources.resolve("app/Base.java")));
        assertTrue(rebuild.isUsed(sources.resolve("created/New.java")));
        assertFalse(rebuild.isUsed(sources.resolve("app/notes.txt")));
        assertFalse(rebuild.isUsed(folder.resolve("Elsewhere.java")));
    }

    private Path source(String name, String members) throws IOException {
        return source(name, "", members);
    }

    private Path source(String name, String parents, String members) throws IOException {
        String simple = name.substring(name.indexOf('/') + 1);
        return write(name, "package app; public class " + simple + " " + parents + " {" + members + "}");
    }

    private Path write(String name, String text) throws IOException {
        Path file = sources.resolve(name + ".java");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Returns the text that the program makes of its newest classes. */
    private String text() throws Exception {
        URL[] path = rebuild.classPath().stream().map(RebuildTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(path, null)) {
            return (String) loader.loadClass("app.User").getMethod("text").invoke(null);
        }
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
