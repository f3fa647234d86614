package dev.binrun.report;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** JUnit XML in the form of Surefire: one file for each scenario file, with the names of the scenarios. */
final class JunitXml implements Report {
    private static final int LONGEST_FILE_NAME = 200;

    private final ReportFolder folder;
    private final Map<String, String> names = new HashMap<>();

    /**
     * Creates the folder if it is missing.
     *
     * @throws IOException if the folder cannot be created, or no file can be created in it
     */
    JunitXml(ReportFormat.Console console, Path folder) throws IOException {
        this.folder = new ReportFolder(folder);
    }

    /** Names the reports by the order of the scenario files, because the order in which they end varies. */
    @Override
    public void begin(List<String> files, int total) {
        Set<String> taken = new HashSet<>();
        files.forEach(file -> names.put(file, "TEST-" + free(fileName(file), taken) + ".xml"));
    }

    /** Writes {@code TEST-….xml} for one scenario file: the whole report or, if that fails, nothing. */
    @Override
    public void fileEnded(String file, List<Verdict> verdicts) throws IOException {
        folder.write(names.get(file), suite(file, verdicts));
    }

    private static String suite(String path, List<Verdict> verdicts) {
        Xml xml = new Xml();
        xml.open(
                "testsuite",
                "name",
                path,
                "tests",
                String.valueOf(verdicts.size()),
                "failures",
                count(verdicts, Outcome.FAILED),
                "errors",
                count(verdicts, Outcome.INVALID, Outcome.BROKEN),
                "skipped",
                count(verdicts, Outcome.SKIPPED),
                "time",
                seconds(verdicts.stream().map(Verdict::took).reduce(Duration.ZERO, Duration::plus)));
        verdicts.forEach(verdict -> testCase(xml, verdict));
        return xml.close("testsuite").toString();
    }

    private static void testCase(Xml xml, Verdict verdict) {
        xml.open(
                "testcase",
                "name",
                verdict.name(),
                "classname",
                dotted(verdict.place().path()),
                "time",
                seconds(verdict.took()),
                "file",
                verdict.place().path(),
                "line",
                String.valueOf(verdict.place().line()));
        outcome(xml, verdict);
        if (!verdict.output().isEmpty()) {
            xml.element("system-out", verdict.output());
        }
        xml.close("testcase");
    }

    private static void outcome(Xml xml, Verdict verdict) {
        String type = verdict.outcome().name();
        switch (verdict.outcome()) {
            case PASSED -> {}
            case SKIPPED -> xml.element("skipped", "", "message", verdict.message());
            case FAILED -> xml.element("failure", verdict.report(), "message", verdict.message(), "type", type);
            case INVALID, BROKEN -> xml.element("error", verdict.report(), "message", verdict.message(), "type", type);
        }
    }

    private static String count(List<Verdict> verdicts, Outcome... outcomes) {
        Set<Outcome> counted = Set.of(outcomes);
        return String.valueOf(verdicts.stream()
                .filter(verdict -> counted.contains(verdict.outcome()))
                .count());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }

    /** Build servers group tests by the words between dots: {@code scenarios.kv.first}. */
    private static String dotted(String path) {
        return path.replaceFirst("\\.(yaml|yml|json)$", "")
                .replaceAll("[^\\p{L}\\p{N}_-]+", ".")
                .replaceAll("^\\.|\\.$", "");
    }

    private static String fileName(String path) {
        String name = dotted(path).replaceAll("[^A-Za-z0-9._-]", "_");
        return name.substring(Math.max(0, name.length() - LONGEST_FILE_NAME));
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}
