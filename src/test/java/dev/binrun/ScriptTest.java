package dev.binrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Holds the script's header against the pom. */
class ScriptTest {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private final Document pom;
    private final List<String> header;

    ScriptTest() throws Exception {
        pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        header = Files.readAllLines(Path.of("binrun.java"));
    }

    @Test
    void deps_areThePomsWithoutTestScope() {
        assertEquals(new TreeSet<>(pomDependencies()), new TreeSet<>(deps(false)));
        assertEquals(pomDependencies().size(), deps(false).size());
    }

    /** Without it JBang takes the versions of what JUnit itself needs from the first pom that manages them. */
    @Test
    void deps_beginWithJunitsBom() {
        assertEquals(List.of("org.junit:junit-bom:" + property("junit.version") + "@pom"), deps(true));
        assertTrue(directives("//DEPS").get(0).endsWith("@pom"), header::toString);
    }

    @Test
    void java_isThePoms() {
        assertEquals(List.of(property("maven.compiler.release") + "+"), directives("//JAVA"));
    }

    /** With a framework, the script would download it. */
    @Test
    void sources_areAllButThoseForFrameworks() throws IOException {
        List<PathMatcher> patterns = directives("//SOURCES").stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
        Map<Boolean, List<Path>> sources;
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.partitioningBy(
                            file -> patterns.stream().anyMatch(pattern -> pattern.matches(file))));
        }

        assertEquals(
                Set.of("spring", "quarkus", "micronaut"),
                sources.get(false).stream()
                        .map(file -> Path.of("src/main/java/dev/binrun/junit").relativize(file.getParent()))
                        .map(Path::toString)
                        .collect(Collectors.toSet()));
        for (Path source : sources.get(true)) {
            assertFalse(
                    Files.readString(source)
                            .matches("(?s).*\\bimport (org\\.springframework|io\\.(quarkus|micronaut)).*"),
                    source::toString);
        }
    }

    /** Services are for JUnit, which the script starts without them. */
    @Test
    void files_areTheResourcesOfTheJar() throws IOException {
        Path resources = Path.of("src/main/resources");
        try (Stream<Path> files = Files.walk(resources)) {
            assertEquals(
                    files.filter(Files::isRegularFile)
                            .map(file -> resources.relativize(file).toString())
                            .filter(file -> !file.startsWith("META-INF"))
                            .map(file -> file + "=" + resources + "/" + file)
                            .sorted()
                            .toList(),
                    directives("//FILES"));
        }
    }

    /** Also where the locale is C: JDK 17 takes its encoding for everything, newer ones still for what they print. */
    @Test
    void encoding_isUtf8WhateverTheLocale() {
        assertEquals(
                List.of("-encoding", "UTF-8"), directives("//COMPILE_OPTIONS").subList(0, 2));
        for (String property : List.of("file.encoding", "stdout.encoding", "stderr.encoding")) {
            assertTrue(directives("//JAVA_OPTIONS").contains("-D" + property + "=UTF-8"), property);
        }
    }

    /** The JVM of the compiler is as short as that of a command. */
    @Test
    void compiler_startsAsTheScript() {
        List<String> fast = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
        assertTrue(directives("//JAVA_OPTIONS").containsAll(fast), header::toString);
        for (String option : fast) {
            assertTrue(directives("//COMPILE_OPTIONS").contains("-J" + option), header::toString);
        }
    }

    @Test
    void main_isOneLine() throws IOException {
        Matcher body = Pattern.compile("main\\(String\\.\\.\\. args\\) \\{\\s*([^}]*?)\\s*}")
                .matcher(Files.readString(Path.of("binrun.java")));

        assertTrue(body.find());
        assertEquals("dev.binrun.cli.Main.main(args);", body.group(1));
    }

    private List<String> deps(boolean boms) {
        return directives("//DEPS").stream()
                .filter(dep -> dep.endsWith("@pom") == boms)
                .toList();
    }

    private List<String> directives(String name) {
        return header.stream()
                .filter(line -> line.startsWith(name + " "))
                .flatMap(line -> Stream.of(line.substring(name.length()).strip().split("\\s+")))
                .toList();
    }

    private List<String> pomDependencies() {
        Element project = pom.getDocumentElement();
        return children(child(project, "dependencies"), "dependency").stream()
                .filter(dependency -> children(dependency, "scope").isEmpty())
                .map(dependency -> text(dependency, "groupId") + ":" + text(dependency, "artifactId") + ":"
                        + text(dependency, "version"))
                .toList();
    }

    private String text(Element parent, String name) {
        return PROPERTY.matcher(child(parent, name).getTextContent()).replaceAll(this::value);
    }

    private String value(MatchResult property) {
        return Matcher.quoteReplacement(property(property.group(1)));
    }

    private String property(String name) {
        return child(child(pom.getDocumentElement(), "properties"), name).getTextContent();
    }

    private static Element child(Element parent, String name) {
        return children(parent, name).get(0);
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                .map(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE
                        && node.getNodeName().equals(name))
                .map(Element.class::cast)
                .toList();
    }
}
