package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The contents of the published jars and of their pom. */
@Tag("slow")
class PublishedJarsTest {
    private static final Pattern INTERNAL = Pattern.compile("dev\\.binrun\\.internal\\.");
    private static final Pattern RENAMED =
            Pattern.compile("(com\\.google\\.gson|org\\.yaml|org\\.awaitility|org\\.hamcrest|picocli|org\\.apache)\\.");

    @TempDir
    private static Path folder;

    private static PublishedJars jars;

    @BeforeAll
    static void build() throws Exception {
        jars = PublishedJars.build(Files.createDirectory(folder.resolve("build")));
    }

    @Test
    void library_containsOnlyOwnPackages() throws IOException {
        assertEquals("""
                META-INF/LICENSE
                META-INF/LICENSE-libraries.txt
                META-INF/MANIFEST.MF
                META-INF/NOTICE
                META-INF/maven/com.google.code.gson/gson/pom.properties
                META-INF/maven/commons-codec/commons-codec/pom.properties
                META-INF/maven/commons-io/commons-io/pom.properties
                META-INF/maven/dev.binrun/binrun/pom.properties
                META-INF/maven/org.apache.commons/commons-compress/pom.properties
                META-INF/maven/org.apache.commons/commons-lang3/pom.properties
                META-INF/maven/org.awaitility/awaitility/pom.properties
                META-INF/maven/org.yaml/snakeyaml/pom.properties
                META-INF/resources/webjars/lit-html/3.3.1/LICENSE
                META-INF/resources/webjars/lit-html/3.3.1/directive-helpers.js
                META-INF/resources/webjars/lit-html/3.3.1/directive.js
                META-INF/resources/webjars/lit-html/3.3.1/directives/live.js
                META-INF/resources/webjars/lit-html/3.3.1/directives/repeat.js
                META-INF/resources/webjars/lit-html/3.3.1/lit-html.js
                META-INF/resources/webjars/uplot/1.6.30/LICENSE
                META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.esm.js
                META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css
                META-INF/services/dev.binrun.junit.ApplicationContexts
                META-INF/services/org.junit.platform.launcher.TestExecutionListener
                META-INF/spring.factories""", entries(jars.library(), name -> !name.startsWith("dev/binrun/")));
        assertEquals("""
                dev/binrun/cli/demo/orders.yaml
                dev/binrun/cli/demo/rolling.yaml
                dev/binrun/cli/demo/sessions.yaml
                dev/binrun/cli/demo/work-queue.yaml
                dev/binrun/cli/first-project/OrderScenariosTest.java
                dev/binrun/cli/first-project/OrdersTest.java
                dev/binrun/cli/first-project/first.yaml
                dev/binrun/cli/first-project/pom.xml
                dev/binrun/page/actions.js
                dev/binrun/page/charts.js
                dev/binrun/page/format.js
                dev/binrun/page/graph.js
                dev/binrun/page/icon.svg
                dev/binrun/page/index.html
                dev/binrun/page/messages.js
                dev/binrun/page/page.css
                dev/binrun/page/page.js
                dev/binrun/page/rates.js
                dev/binrun/page/tables.js
                dev/binrun/page/tail.js
                dev/binrun/report/report.css
                dev/binrun/report/report.js""", entries(jars.library(), name -> name.startsWith("dev/binrun/") && !name.endsWith(".class")));
    }

    @Test
    void libraryPom_hasOnlyJnats_andNothingElseForAProject() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(jars.pom().toFile())
                .getDocumentElement();
        Set<String> transitive = new TreeSet<>();
        for (Element dependency : children(children(project, "dependencies").get(0), "dependency")) {
            if (!text(dependency, "scope").equals("test")) {
                transitive.add(text(dependency, "artifactId") + " " + text(dependency, "scope")
                        + (text(dependency, "optional").equals("true") ? " optional" : "")
                        + (children(dependency, "exclusions").isEmpty() ? "" : " exclusions"));
            }
        }

        assertEquals(
                Set.of(
                        "jnats compile",
                        "apiguardian-api compile",
                        "junit-jupiter compile optional",
                        "junit-platform-launcher compile optional",
                        "spring-test provided",
                        "spring-context provided",
                        "quarkus-test-common provided exclusions",
                        "micronaut-test-core provided exclusions"),
                transitive);
    }

    /** A class that the minimizer dropped, or a name that was not changed, would be missing at run time. */
    @Test
    void library_isCompleteInItself() throws Exception {
        Linkage linkage = Linkage.of(unpack(jars.library()), name -> true, folder);
        try (URLClassLoader library = loader(jars.library())) {
            assertEquals(Set.of(), linkage.missing(INTERNAL, library));
        }
        try (URLClassLoader none = loader()) {
            assertEquals(Set.of(), linkage.missing(RENAMED, none));
            assertTrue(linkage.missing(INTERNAL, none).size() > 1000);
        }
    }

    @Test
    void library_unpacksAnArchive() throws Exception {
        Path archive = folder.resolve("a.tar.gz");
        try (OutputStream file = new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
            TarArchiveEntry entry = new TarArchiveEntry("a/server");
            entry.setSize(2);
            tar.putArchiveEntry(entry);
            tar.write("ok".getBytes());
            tar.closeArchiveEntry();
        }
        Path target = folder.resolve("server");

        try (URLClassLoader library = loader(jars.library())) {
            Class<?> type = library.loadClass("dev.binrun.server.binary.Archive");
            Constructor<?> constructor = type.getDeclaredConstructor(Path.class, String.class);
            Method extract = type.getDeclaredMethod("extract", String.class, Path.class);
            constructor.setAccessible(true);
            extract.setAccessible(true);
            extract.invoke(constructor.newInstance(archive, "a.tar.gz"), "server", target);
        }

        assertEquals("ok", Files.readString(target));
    }

    @Test
    void licences_areInBothJars() throws IOException {
        for (Path jar : List.of(jars.library(), jars.executable())) {
            assertEquals(Files.readString(Path.of("LICENSE")), content(jar, "META-INF/LICENSE"));
            assertEquals(
                    Files.readString(Path.of("src/main/licenses/libraries.txt")),
                    content(jar, "META-INF/LICENSE-libraries.txt"));
            for (String part : List.of("Codec", "Compress", "IO", "Lang")) {
                String notice = content(jar, "META-INF/NOTICE");
                assertTrue(notice.contains("Apache Commons " + part + "\nCopyright "), notice);
            }
        }
        assertTrue(content(jars.executable(), "META-INF/LICENSE.md").startsWith("Eclipse Public License - v 2.0"));
    }

    @Test
    void manifest_namesTheModule_andTheMainClass() throws IOException {
        try (JarFile library = new JarFile(jars.library().toFile());
                JarFile executable = new JarFile(jars.executable().toFile())) {
            assertEquals("dev.binrun", library.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
            assertEquals(null, library.getManifest().getMainAttributes().getValue("Main-Class"));
            assertEquals(
                    "dev.binrun.cli.Main",
                    executable.getManifest().getMainAttributes().getValue("Main-Class"));
        }
    }

    /** Signing the nonce of an nkey needs the parts of Bouncy Castle that are kept. */
    @Test
    void executable_runsScenarios() throws Exception {
        Path scenarios = Files.writeString(folder.resolve("a.yaml"), """
                name: An order passes
                streams: [{ name: ORDERS, subjects: [orders.>] }]
                steps: [{ pub: orders.new hello, expect: { seq: 1 } }]
                ---
                name: A client signs
                server:
                  config:
                    authorization: { users: [{ nkey: UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4 }] }
                clients: { default: { nkey: SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY } }
                streams: [{ name: ORDERS, subjects: [orders.>] }]
                steps: [{ pub: orders.new hello, expect: { seq: 1 } }]
                ---
                name: An order fails
                streams: [{ name: ORDERS, subjects: [orders.>] }]
                steps: [{ pub: orders.new hello, expect: { seq: 2 } }]
                """);

        String printed = java("-jar", jars.executable().toString(), "run", scenarios.toString());

        assertTrue(printed.contains("3 scenarios: 2 passed, 1 failed in "), printed);
        assertTrue(printed.contains("run again: java -jar " + jars.executable() + " run " + scenarios), printed);
    }

    @Test
    void executable_servesTheLivePage_withItsLibraries() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jars.executable().toString(),
                        "server",
                        "--ui",
                        "--ui-port",
                        "-1")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            out.readLine();
            String page = out.readLine().substring("live page: ".length());
            for (String path : List.of("/", "/page.js", "/lit-html/lit-html.js", "/uplot/uPlot.esm.js")) {
                try (InputStream file = URI.create(page + path).toURL().openStream()) {
                    assertTrue(file.readAllBytes().length > 500, path);
                }
            }
        } finally {
            process.destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void executable_runsTheSimulation() throws Exception {
        String printed = java("-jar", jars.executable().toString(), "--sim");

        assertTrue(printed.lines().anyMatch("Sim: scenario PASSED"::equals), printed);
    }

    private String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
        return Files.readString(output);
    }

    private static URLClassLoader loader(Path... jars) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static Path unpack(Path jar) throws IOException {
        Path target = folder.resolve("unpacked");
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(zip.getPath("/"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(file.toString().substring(1).replace('/', File.separatorChar));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return target;
    }

    private static String entries(Path jar, Predicate<String> wanted) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(wanted)
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String content(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return new String(file.getInputStream(file.getEntry(entry)).readAllBytes());
        }
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream()
                .map(Node::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeName().equals(name))
                .map(Element.class::cast)
                .toList();
    }
}
