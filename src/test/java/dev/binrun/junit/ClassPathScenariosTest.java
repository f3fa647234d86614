package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.server.host.Reaper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClassPathScenariosTest {
    private static final String SCENARIO = """
            streams: [{name: ORDERS, subjects: [orders.>]}]
            steps:
              - pub: {subject: orders.new, file: data/order.txt}
                expect: {seq: %s}
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    /** Returns a class path of JARs and folders in one order. */
    private static URLClassLoader classPath(Path... parts) throws IOException {
        URL[] urls = new URL[parts.length];
        for (int i = 0; i < parts.length; i++) {
            urls[i] = parts[i].toUri().toURL();
        }
        return new URLClassLoader(urls, null);
    }

    private Path jar(Map<String, String> entries) throws IOException {
        Path jar = folder.resolve("scenarios.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes());
                zip.closeEntry();
            }
        }
        return jar;
    }

    private Path jar() throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("scenarios/", "");
        entries.put("scenarios/a.yaml", SCENARIO.formatted("1"));
        entries.put("scenarios/sub/", "");
        entries.put("scenarios/sub/b.yaml", "steps: [{pub: {sbject: x}}]\n");
        entries.put("scenarios/data/", "");
        entries.put("scenarios/data/order.txt", "coffee");
        entries.put("scenarios/shop/Order.class", "");
        return jar(entries);
    }

    /** Runs with a class path, as a build tool sets it. */
    private static List<DynamicNode> nodes(ClassLoader loader, String... places) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return Scenarios.in(places).toList();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static DynamicTest test(DynamicNode file) {
        try (Stream<? extends DynamicNode> tests = ((DynamicContainer) file).getChildren()) {
            return (DynamicTest) tests.findFirst().orElseThrow();
        }
    }

    @Test
    void jar_folder_runsItsFiles_withTheFilesThatTheyName() throws Throwable {
        try (URLClassLoader loader = classPath(jar())) {
            List<DynamicNode> files = nodes(loader, "classpath:scenarios");

            assertEquals(
                    List.of("classpath:scenarios/a.yaml", "classpath:scenarios/sub/b.yaml"),
                    files.stream().map(DynamicNode::getDisplayName).toList());
            assertEquals(
                    URI.create("classpath:/scenarios/a.yaml"),
                    files.get(0).getTestSourceUri().orElseThrow());
            DynamicTest first = test(files.get(0));
            assertEquals(
                    URI.create("classpath:/scenarios/a.yaml?line=1&column=1"),
                    first.getTestSourceUri().orElseThrow());
            first.getExecutable().execute();
            InvalidScenarioException invalid = assertThrows(
                    InvalidScenarioException.class, test(files.get(1)).getExecutable()::execute);
            assertTrue(invalid.getMessage().startsWith("classpath:scenarios/sub/b.yaml:1:15: "), invalid.getMessage());
        }
    }

    @Test
    void jar_file_failsWithItsPlace_andTheCommandThatRunsItAgain() throws Throwable {
        Path jar = jar(Map.of("a.yaml", SCENARIO.formatted("2"), "data/order.txt", "coffee", "shop/Order.class", ""));
        try (URLClassLoader loader = classPath(jar)) {
            DynamicTest test = test(nodes(loader, "classpath:/a.yaml").get(0));

            AssertionError failure = assertThrows(AssertionError.class, test.getExecutable()::execute);

            assertTrue(
                    failure.getMessage().startsWith("classpath:a.yaml:3: pub: seq: expected 2, was 1"),
                    failure.getMessage());
            assertTrue(failure.getMessage().contains("-Dbinrun.scenarios=classpath:a.yaml"), failure.getMessage());
        }
    }

    @Test
    void jar_copy_hasNoClasses() throws IOException {
        try (URLClassLoader loader = classPath(jar())) {
            Path copy = new ClassPathFiles(loader).find("classpath:scenarios").get(0);

            assertTrue(Files.exists(copy.resolve("data/order.txt")));
            assertFalse(Files.exists(copy.resolve("shop")));
            // the reaper removes its home even if this JVM is killed
            assertTrue(copy.startsWith(Reaper.ofThisJvm().home()), copy.toString());
        }
    }

    @Test
    void folder_inSeveralParts_isReadFromAll() throws IOException {
        Path second = folder.resolve("classes");
        Files.createDirectories(second.resolve("scenarios/data"));
        Files.writeString(second.resolve("scenarios/data/order.txt"), "tea");
        Files.writeString(second.resolve("scenarios/c.yaml"), SCENARIO.formatted("1"));
        try (URLClassLoader loader = classPath(jar(), second)) {
            ClassPathFiles resources = new ClassPathFiles(loader);

            List<ScenarioFile> files = ScenarioReader.read(resources.find("classpath:scenarios/"), resources::shown);

            assertEquals(
                    List.of(
                            "classpath:scenarios/a.yaml:1:1",
                            "classpath:scenarios/sub/b.yaml:1:1",
                            "classpath:scenarios/c.yaml:1:1"),
                    files.stream()
                            .map(file -> file.scenarios().get(0).place().toString())
                            .toList());
        }
    }

    @Test
    void property_namesAResource() throws IOException {
        try (URLClassLoader loader = classPath(jar())) {
            System.setProperty("binrun.scenarios", "classpath:scenarios/a.yaml,classpath:scenarios/sub");
            assertEquals(2, nodes(loader, "elsewhere").size());
        } finally {
            System.clearProperty("binrun.scenarios");
        }
    }

    @Test
    void resource_missing_isAnError() throws IOException {
        try (URLClassLoader loader = classPath(jar())) {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> nodes(loader, "classpath:none"));
            assertEquals(
                    "classpath:none: the class path has no such file or folder; put it at src/test/resources/none",
                    error.getMessage());
        }
    }

    @Test
    void folder_withoutScenarios_isAnErrorWithItsPlace() throws IOException {
        try (URLClassLoader loader = classPath(jar())) {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> nodes(loader, "classpath:scenarios/data"));
            assertEquals(
                    "no scenario in [classpath:scenarios/data]: a scenario file ends in .yaml, .yml or .json; name a"
                            + " folder with scenario files",
                    error.getMessage());
        }
    }

    @Test
    void resource_inThisJdk_isAnError() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new ClassPathFiles(ClassLoader.getPlatformClassLoader())
                        .find("classpath:java/sql/Connection.class"));
        assertEquals(
                "classpath:java/sql/Connection.class: the class path has it at jrt:/java.sql/java/sql/Connection.class;"
                        + " only folders and JAR files can have scenarios",
                error.getMessage());
    }
}
