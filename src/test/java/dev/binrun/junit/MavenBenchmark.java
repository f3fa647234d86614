package dev.binrun.junit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures what one trivial kit test and one trivial scenario add to {@code mvn test} of a project with one empty test.
 * The projects are built in turn. Argument: the measured turns (10), after one turn that warms up.
 */
final class MavenBenchmark {
    private static final Map<String, String> TESTS = Map.of("empty test", """
            class TrivialTest {
                @org.junit.jupiter.api.Test
                void nothing() {}
            }
            """, "kit test", """
            @dev.binrun.junit.EmbeddedNats
            class TrivialTest {
                @org.junit.jupiter.api.Test
                void connected(io.nats.client.Connection nats) throws Exception {
                    nats.flush(java.time.Duration.ofSeconds(1));
                }
            }
            """, "scenario", """
            class TrivialTest {
                @org.junit.jupiter.api.TestFactory
                java.util.stream.Stream<org.junit.jupiter.api.DynamicNode> scenarios() {
                    return dev.binrun.junit.Scenarios.in("scenarios");
                }
            }
            """);
    private static final String SCENARIO =
            "{ name: trivial, streams: [{ name: A, subjects: [a] }], steps: [{ pub: a b, expect: { seq: 1 } }] }";
    private static final String EMPTY = "empty test";

    private MavenBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        Path folder = Files.createTempDirectory("binrun-maven-");
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (String name : List.of(EMPTY, "kit test", "scenario")) {
            project(folder.resolve(name.replace(' ', '-')), TESTS.get(name));
            samples.put(name, new ArrayList<>());
        }
        for (int turn = 0; turn <= turns; turn++) {
            for (Map.Entry<String, List<Sample>> project : samples.entrySet()) {
                Sample sample = build(folder.resolve(project.getKey().replace(' ', '-')));
                if (turn > 0) {
                    project.getValue().add(sample);
                }
            }
        }
        print(samples);
    }

    /** The seconds of one build: by the clock, and of processor time with the forked JVM and its servers. */
    private record Sample(double wall, double processor) {}

    private static void project(Path folder, String test) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> "<additionalClasspathElement>" + entry.toAbsolutePath() + "</additionalClasspathElement>")
                .collect(Collectors.joining("\n"));
        Files.createDirectories(folder.resolve("scenarios"));
        Files.createDirectories(folder.resolve("src/test/java"));
        Files.writeString(folder.resolve("scenarios/a.yaml"), SCENARIO);
        Files.writeString(folder.resolve("src/test/java/TrivialTest.java"), test);
        Files.writeString(
                folder.resolve("pom.xml"), """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>shop</groupId>
              <artifactId>trivial</artifactId>
              <version>1</version>
              <properties>
                <maven.compiler.release>17</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <dependencies>
                <dependency>
                  <groupId>org.junit.jupiter</groupId>
                  <artifactId>junit-jupiter</artifactId>
                  <version>%s</version>
                  <scope>test</scope>
                </dependency>
              </dependencies>
              <build>
                <plugins>
                  <plugin>
                    <artifactId>maven-resources-plugin</artifactId>
                    <version>3.5.0</version>
                  </plugin>
                  <plugin>
                    <artifactId>maven-compiler-plugin</artifactId>
                    <version>3.14.1</version>
                    <configuration>
                      <proc>none</proc>
                      <compilerArgs>
                        <arg>-cp</arg>
                        <arg>%s</arg>
                      </compilerArgs>
                    </configuration>
                  </plugin>
                  <plugin>
                    <artifactId>maven-surefire-plugin</artifactId>
                    <version>3.6.1</version>
                    <configuration>
                      <argLine>-XX:TieredStopAtLevel=1</argLine>
                      <additionalClasspathElements>
                        %s
                      </additionalClasspathElements>
                    </configuration>
                  </plugin>
                </plugins>
              </build>
            </project>
            """.formatted("5.12.2", System.getProperty("java.class.path"), classPath));
    }

    private static Sample build(Path project) throws IOException, InterruptedException {
        Process maven = new ProcessBuilder("bash", "-c", "TIMEFORMAT=$'\\n%R %U %S'; time mvn -q -B test")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (maven.waitFor() != 0) {
            throw new IllegalStateException(String.join("\n", lines));
        }
        String[] times = lines.get(lines.size() - 1).split(" ");
        return new Sample(Double.parseDouble(times[0]), Double.parseDouble(times[1]) + Double.parseDouble(times[2]));
    }

    private static void print(Map<String, List<Sample>> samples) {
        System.out.println("| one | minimum, s | more | median, s | more | processor time, minimum, s | more |");
        System.out.println("|---|---|---|---|---|---|---|");
        samples.forEach((name, all) -> {
            StringBuilder row = new StringBuilder("| ").append(name);
            for (boolean wall : new boolean[] {true, false}) {
                for (double part : wall ? new double[] {0, 0.5} : new double[] {0}) {
                    double value = quantile(all, wall, part);
                    row.append(String.format(
                            Locale.ROOT, " | %.2f | %.2f", value, value - quantile(samples.get(EMPTY), wall, part)));
                }
            }
            System.out.println(row + " |");
        });
    }

    private static double quantile(List<Sample> samples, boolean wall, double part) {
        double[] sorted = samples.stream()
                .mapToDouble(sample -> wall ? sample.wall() : sample.processor())
                .sorted()
                .toArray();
        return sorted[(int) (part * (sorted.length - 1))];
    }
}
