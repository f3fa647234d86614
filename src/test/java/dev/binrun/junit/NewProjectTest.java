package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.report.XmlReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the project that {@code new --maven} of the executable jar writes. */
@Tag("slow")
class NewProjectTest {
    @TempDir
    private Path folder;

    @Test
    void mavenProject_itsTestsPass() throws Exception {
        PublishedJars jars = PublishedJars.build(Files.createDirectory(folder.resolve("build")));
        Path project = folder.resolve("shop");
        write(jars, project);

        String log = PublishedJars.maven(project, "-Dstyle.color=never", "test");

        assertTrue(log.contains("BUILD SUCCESS"), log);
        assertTrue(!log.contains("WARNING] COMPILATION"), log);
        assertEquals(
                List.of("No order is lost if the server is killed and a worker fails"),
                report(project, "OrderScenariosTest").names());
        assertEquals(2, report(project, "OrdersTest").names().size());
    }

    private void write(PublishedJars jars, Path project) throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jars.executable().toString(),
                        "new",
                        "--maven",
                        project.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), Files.readString(log));
        useUninstalled(jars.library(), project.resolve("pom.xml"));
    }

    /** The jar of this build is not in the local repository, and a jar without a pom brings no jnats. */
    private static void useUninstalled(Path library, Path pom) throws Exception {
        String written = Files.readString(pom);
        String changed = written.replaceFirst(
                "(?s)(<artifactId>binrun</artifactId>.*?)<scope>test</scope>\\s*</dependency>",
                "$1<scope>system</scope><systemPath>" + library + "</systemPath></dependency>"
                        + "<dependency><groupId>io.nats</groupId><artifactId>jnats</artifactId>"
                        + "<version>2.26.2</version></dependency>");
        assertTrue(!changed.equals(written), written);
        Files.writeString(pom, changed);
    }

    private static XmlReport report(Path project, String testClass) throws Exception {
        return XmlReport.read(project.resolve("target/surefire-reports/TEST-com.example." + testClass + ".xml"));
    }
}
