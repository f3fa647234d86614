package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTimesTest {
    @TempDir
    private Path folder;

    @Test
    void read_folderOfReports_hasTheTimesOfTestsThatRan() throws Exception {
        write("a/TEST-a.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="a">
                <testcase name="An &lt;order&gt;" time="1.250"/>
                <testcase name="slow" time="1,234.5"><failure message="m"/></testcase>
                <testcase name="left out" time="0"><skipped/></testcase>
                <testcase name="without"/>
                <testcase name="odd" time="NaN"/>
                </testsuite>
                """);
        write("TEST-b.xml", "<testsuites><testsuite><testcase name='b' time='0.000'/></testsuite></testsuites>");
        write("notes.txt", "not a time");

        ScenarioTimes times = ScenarioTimes.read(folder);

        assertEquals(OptionalLong.of(1250), times.of("An <order>"));
        assertEquals(OptionalLong.of(1_234_500), times.of("slow"));
        assertEquals(OptionalLong.of(1), times.of("b"));
        assertEquals(OptionalLong.empty(), times.of("left out"));
        assertEquals(OptionalLong.empty(), times.of("without"));
        assertEquals(OptionalLong.empty(), times.of("odd"));
    }

    @Test
    void read_severalTimesOfOneScenario_isTheirMean() throws Exception {
        write("1.xml", "<testsuite><testcase name='a' time='1.0'/></testsuite>");
        write("2.xml", "<testsuite><testcase name='a' time='4.0'/></testsuite>");

        assertEquals(OptionalLong.of(2500), ScenarioTimes.read(folder).of("a"));
    }

    @Test
    void read_textFile_hasTheTimesOfItsLines() throws Exception {
        Path file = write("times.txt", "0.25 A nacked order  comes back\n\n12 b\r\n");

        ScenarioTimes times = ScenarioTimes.read(file);

        assertEquals(OptionalLong.of(250), times.of("A nacked order  comes back"));
        assertEquals(OptionalLong.of(12_000), times.of("b"));
    }

    @Test
    void median_unknownScenarios_areNotCounted() throws Exception {
        ScenarioTimes times = ScenarioTimes.read(write("times.txt", "1 a\n2 b\n9 c\n100 other\n"));

        assertEquals(2000, times.median(List.of("a", "unknown", "b", "c", "also unknown")));
        assertEquals(1500, times.median(List.of("a", "b")));
        assertEquals(1, times.median(List.of("unknown")));
    }

    @Test
    void read_emptyFolder_hasNoTimes() {
        assertEquals(OptionalLong.empty(), ScenarioTimes.read(folder).of("a"));
    }

    @Test
    void read_missingPath_isAnErrorWithTheFix() {
        Path missing = folder.resolve("nowhere");

        assertEquals(
                "timings: " + missing + ": there is no such file or folder; name a file or folder that all shards"
                        + " have, or an empty folder for a run without times",
                error(missing));
    }

    @Test
    void read_lineThatIsNoTime_isAnErrorWithItsPlace() throws Exception {
        Path file = write("times.txt", "1 a\nb 2\n");

        assertEquals(
                "timings: " + file + ":2: 'b 2' is not a time; write the seconds and the name of a scenario, such as"
                        + " '1.234 A nacked order comes back'",
                error(file));
    }

    @Test
    void read_brokenXml_isAnErrorWithItsPath() throws Exception {
        Path file = write("TEST-a.xml", "<testsuite><testcase name='a'");

        String message = error(folder);

        assertTrue(message.startsWith("timings: " + file + " is not valid XML: "), message);
        assertTrue(message.endsWith("; remove the file, or write it again"), message);
    }

    @Test
    void read_doctype_isAnErrorAndReadsNoOtherFile() throws Exception {
        Path secret = write("secret", "s3cret");
        Path file = write(
                "a.xml",
                "<!DOCTYPE t [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><t><testcase name='&x;' time='1'/></t>");

        String message = error(file);

        assertTrue(message.contains("DOCTYPE"), message);
    }

    @Test
    void read_latin1Xml_isReadInItsEncoding() throws Exception {
        byte[] xml = "<?xml version='1.0' encoding='ISO-8859-1'?><t><testcase name='é' time='1'/></t>"
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("a.xml"), xml);

        assertEquals(OptionalLong.of(1000), ScenarioTimes.read(file).of("é"));
    }

    private static String error(Path path) {
        return assertThrows(IllegalArgumentException.class, () -> ScenarioTimes.read(path))
                .getMessage();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
