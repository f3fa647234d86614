package dev.binrun.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Projects of users, as modules of one build that Maven runs. */
final class UserProjects {
    private static final String TEST_CLASS = """
            import dev.binrun.junit.Scenarios;
            import java.util.stream.Stream;
            import org.junit.jupiter.api.DynamicNode;
            import org.junit.jupiter.api.TestFactory;

            class %s {
                @TestFactory
                Stream<DynamicNode> scenarios() {
                    return Scenarios.in("scenarios");
                }
            }
            """;

    static final String SCENARIOS = """
            name: An order passes
            streams: [{ name: ORDERS, subjects: [orders.>] }]
            steps: [{ pub: orders.new hello, expect: { seq: 1 } }]
            ---
            name: An order fails
            streams: [{ name: ORDERS, subjects: [orders.>] }]
            steps: [{ pub: orders.new hello, expect: { seq: 2 } }]
            """;

    private static final String MORE_SCENARIOS = """
            name: An order is invalid
            stepz: [{ pub: orders.new hello, expect: { seq: 1 } }]
            ---
            name: An order is broken
            server: { config: { max_payload: nonsense } }
            steps: [{ pub: orders.new hello, expect: { seq: 1 } }]
            """;

    private final Path folder;
    private final Map<String, Project> projects = new TreeMap<>();
    private Path library;

    UserProjects(Path folder) {
        this.folder = folder;
    }

    /**
     * One project.
     *
     * @param plugin {@code surefire} or {@code failsafe}
     * @param libraries versions of its own, by group and artifact
     * @param selection the only scenario to run; all if empty
     */
    record Project(String plugin, String pluginVersion, String junit, Map<String, String> libraries, String selection) {
        String name() {
            String libraryNames = libraries.entrySet().stream()
                    .map(entry -> "-" + entry.getKey().replaceFirst(".*:", "") + "-" + entry.getValue())
                    .sorted()
                    .collect(Collectors.joining());
            return plugin + "-" + pluginVersion + "-junit-" + junit + libraryNames
                    + (selection.isEmpty() ? "" : "-one");
        }

        String testClass() {
            return plugin.equals("surefire") ? "OrdersTest" : "OrdersIT";
        }
    }

    Project add(Project project) {
        projects.put(project.name(), project);
        return project;
    }

    /** Builds all projects, and returns Maven's output. */
    String build() throws Exception {
        library = PublishedJars.build(Files.createDirectory(folder.resolve("binrun")))
                .library();
        for (Project project : projects.values()) {
            write(project);
        }
        String modules = projects.keySet().stream()
                .map(name -> "<module>" + name + "</module>")
                .collect(Collectors.joining("\n"));
        Files.writeString(
                folder.resolve("pom.xml"),
                pom("users", "<packaging>pom</packaging><modules>" + modules + "</modules>"));
        return PublishedJars.maven(folder, "-fae", "-T", "2", "-Dbinrun.html=target/run.html", "verify");
    }

    /** Returns the only report of a project. */
    Path report(Project project) {
        return folder.resolve(project.name())
                .resolve("target")
                .resolve(project.plugin() + "-reports")
                .resolve("TEST-" + project.testClass() + ".xml");
    }

    private void write(Project project) throws IOException {
        Path home = folder.resolve(project.name());
        Path sources = Files.createDirectories(home.resolve("src/test/java"));
        Files.writeString(sources.resolve(project.testClass() + ".java"), TEST_CLASS.formatted(project.testClass()));
        Path scenarios = Files.createDirectories(home.resolve("scenarios"));
        Files.writeString(scenarios.resolve("a.yaml"), SCENARIOS);
        Files.writeString(scenarios.resolve("b.yaml"), MORE_SCENARIOS);
        String selection = project.selection().isEmpty()
                ? ""
                : "<systemPropertyVariables><binrun.name>" + project.selection()
                        + "</binrun.name></systemPropertyVariables>";
        String goals = project.plugin().equals("surefire")
                ? ""
                : "<executions><execution><goals><goal>integration-test</goal><goal>verify</goal></goals></execution></executions>";
        Files.writeString(home.resolve("pom.xml"), pom(project.name(), """
                        <dependencies>
                        <dependency><groupId>dev.binrun</groupId><artifactId>binrun</artifactId><version>1</version>
                          <scope>system</scope><systemPath>%s</systemPath></dependency>
                        %s</dependencies>
                        <build><plugins>
                          <plugin><artifactId>maven-resources-plugin</artifactId><version>3.5.0</version></plugin>
                          <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
                          <plugin><artifactId>maven-jar-plugin</artifactId><version>3.5.1</version></plugin>
                          <plugin><artifactId>maven-%s-plugin</artifactId><version>%s</version>
                            <configuration><redirectTestOutputToFile>true</redirectTestOutputToFile>%s</configuration>%s</plugin>
                        </plugins></build>
                        """.formatted(
                        library, dependencies(project), project.plugin(), project.pluginVersion(), selection, goals)));
    }

    private static String dependencies(Project project) {
        Map<String, String> versions =
                new TreeMap<>(Map.of("io.nats:jnats", "2.26.2", "org.junit.jupiter:junit-jupiter", project.junit()));
        versions.putAll(project.libraries());
        return versions.entrySet().stream()
                .map(entry -> "<dependency><groupId>" + entry.getKey().replace(":", "</groupId><artifactId>")
                        + "</artifactId><version>" + entry.getValue() + "</version></dependency>\n")
                .collect(Collectors.joining());
    }

    private static String pom(String artifact, String content) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>com.example</groupId><artifactId>%s</artifactId><version>1</version>
                <properties>
                  <maven.compiler.release>17</maven.compiler.release>
                  <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                </properties>
                %s
                </project>
                """.formatted(artifact, content);
    }
}
