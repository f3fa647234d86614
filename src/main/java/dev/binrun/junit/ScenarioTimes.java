package dev.binrun.junit;

import dev.binrun.server.host.IoReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The durations of scenarios in earlier runs, by name, from JUnit XML or from a text file with a line such as
 * {@code 1.234 A nacked order comes back} for each scenario. A scenario with several durations has their mean, so the
 * order of the files does not matter.
 */
final class ScenarioTimes {
    /** No durations: all scenarios weigh the same. */
    static final ScenarioTimes NONE = new ScenarioTimes();

    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    /** Surefire writes the time of a slow test with a comma: {@code 1,234.5}. */
    private static final Pattern SECONDS = Pattern.compile("[\\d,]{1,12}(\\.\\d{1,9})?");

    private static final Pattern LINE = Pattern.compile("(" + SECONDS + ") (.+)");

    private final Map<String, LongSummaryStatistics> millis = new HashMap<>();

    private ScenarioTimes() {}

    /**
     * Reads a JUnit XML file, a text file, or all JUnit XML files in a folder and its subfolders. A folder without such
     * files has no durations.
     *
     * @throws IllegalArgumentException if the path cannot be read or is something else; the message begins with
     *     {@code timings} and has the fix
     */
    static ScenarioTimes read(Path path) {
        ScenarioTimes times = new ScenarioTimes();
        try {
            for (Path file : files(path)) {
                times.add(file, Files.readAllBytes(file));
            }
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        } catch (IOException e) {
            throw unreadable(e);
        }
        return times;
    }

    private static IllegalArgumentException unreadable(IOException e) {
        return new IllegalArgumentException(
                "timings: " + IoReason.withPath(e)
                        + "; name a file or folder that all shards have, or an empty folder for a run without times",
                e);
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            return below.filter(file -> file.toString().endsWith(".xml") && Files.isRegularFile(file))
                    .toList();
        }
    }

    private void add(Path file, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("<")) {
            addXml(file, content);
            return;
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            addLine(file + ":" + (i + 1), lines.get(i));
        }
    }

    private void addLine(String place, String line) {
        if (line.isBlank()) {
            return;
        }
        Matcher form = LINE.matcher(line);
        if (!form.matches()) {
            throw new IllegalArgumentException("timings: " + place + ": '" + line
                    + "' is not a time; write the seconds and the name of a scenario, such as"
                    + " '1.234 A nacked order comes back'");
        }
        add(form.group(3), form.group(1));
    }

    private void addXml(Path file, byte[] content) {
        NodeList cases = parse(file, content).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            boolean ran = test.getElementsByTagName("skipped").getLength() == 0;
            if (ran && SECONDS.matcher(test.getAttribute("time")).matches()) {
                add(test.getAttribute("name"), test.getAttribute("time"));
            }
        }
    }

    private static Element parse(Path file, byte[] content) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(NO_DOCTYPE, true); // the file must not read other files
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // it would print
            return builder.parse(new ByteArrayInputStream(content)).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw new IllegalArgumentException(
                    "timings: " + file + " is not valid XML: " + e.getMessage()
                            + "; remove the file, or write it again",
                    e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the XML parser of the JDK can forbid a DOCTYPE", e);
        }
    }

    private void add(String name, String seconds) {
        long time = Math.round(Double.parseDouble(seconds.replace(",", "")) * 1000);
        millis.computeIfAbsent(name, key -> new LongSummaryStatistics()).accept(Math.max(1, time));
    }

    /** Returns the duration of a scenario in milliseconds, at least 1; empty if it is unknown. */
    OptionalLong of(String scenario) {
        LongSummaryStatistics found = millis.get(scenario);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.getSum() / found.getCount());
    }

    /** Returns the median of the known durations of some scenarios, or 1 if none is known. */
    long median(Collection<String> scenarios) {
        long[] known = scenarios.stream()
                .map(this::of)
                .flatMapToLong(OptionalLong::stream)
                .sorted()
                .toArray();
        return known.length == 0 ? 1 : (known[(known.length - 1) / 2] + known[known.length / 2]) / 2;
    }
}
