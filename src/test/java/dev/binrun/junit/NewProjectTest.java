package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.report.XmlReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First steps with the executable jar: {@code doctor}, and the project that {@code new --maven} writes. */
@Tag("slow")
class NewProjectTest {
    @TempDir
    private static Path folder;

    private static PublishedJars jars;

    @BeforeAll
    static void build() throws Exception {
        jars = PublishedJars.build(Files.createDirectory(folder.resolve("build")));
    }

    @Test
    void doctor_findsTheLibrariesInTheJar() throws Exception {
        String shown = run("doctor");

        assertTrue(shown.matches("(?s).*\\nok +jnats +in binrun's own jar \\(2\\.25\\.2 or newer\\)\\n.*"), shown);
        assertTrue(shown.contains("not on the class path; only JUnit tests need it\n"), shown);
        assertTrue(shown.contains("\nnothing prevents a run"), shown);
    }

    @Test
    void mavenProject_itsTestsPass() throws Exception {
        Path project = folder.resolve("shop");
        run("new", "--maven", project.toString());
        useUninstalled(jars.library(), project.resolve("pom.xml"));

        String log = PublishedJars.maven(project, "-Dstyle.color=never", "test");

        assertTrue(log.contains("BUILD SUCCESS"), log);
        assertFalse(log.contains("WARNING] COMPILATION"), log);
        assertEquals(
                List.of("No order is lost if the server is killed and a worker fails"),
                report(project, "OrderScenariosTest").names());
        assertEquals(2, report(project, "OrdersTest").names().size());
    }

    private static String run(String... arguments) throws Exception {
        Path log = Files.createTempFile(folder, "log", "");
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-jar",
                                        jars.executable().toString()),
                                Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), Files.readString(log));
        return Files.readString(log);
    }

    /** The jar of this build is not in the local repository, and a jar without a pom brings no jnats. */
    private static void useUninstalled(Path library, Path pom) throws Exception {
        String written = Files.readString(pom);
        String changed = written.replaceFirst(
                "(?s)(<artifactId>binrun</artifactId>.*?)<scope>test</scope>\\s*</dependency>",
                "$1<scope>system</scope><systemPath>" + library + "</systemPath></dependency>"
                        + "<dependency><groupId>io.nats</groupId><artifactId>jnats</artifactId>"
                        + "<version>2.26.2</version></dependency>");
        assertNotEquals(written, changed);
        Files.writeString(pom, changed);
    }

    private static XmlReport report(Path project, String testClass) throws Exception {
        return XmlReport.read(project.resolve("target/surefire-reports/TEST-com.example." + testClass + ".xml"));
    }
}
