package dev.binrun.report;

import dev.binrun.engine.Outcome;
import dev.binrun.engine.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes verdicts as JUnit XML in Surefire's shape, one file for each scenario file, with the scenarios' own names. */
public final class JunitXml {
    private static final int LONGEST_FILE_NAME = 200;

    private JunitXml() {}

    /**
     * Writes {@code TEST-….xml} files into a folder, which is made if it is not there.
     *
     * @return the files, in the order of the verdicts
     */
    public static List<Path> write(Path folder, List<Verdict> verdicts) throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Map.Entry<String, List<Verdict>> file : byFile(verdicts).entrySet()) {
            Path path = folder.resolve("TEST-" + free(fileName(file.getKey()), taken) + ".xml");
            written.add(Files.writeString(path, suite(file.getKey(), file.getValue())));
        }
        return written;
    }

    private static Map<String, List<Verdict>> byFile(List<Verdict> verdicts) {
        Map<String, List<Verdict>> files = new LinkedHashMap<>();
        verdicts.forEach(verdict -> files.computeIfAbsent(verdict.place().path(), path -> new ArrayList<>())
                .add(verdict));
        return files;
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

    /** {@code scenarios/kv/first.yaml} as {@code scenarios.kv.first}: what build servers group by. */
    private static String dotted(String path) {
        return path.replaceFirst("\\.(yaml|yml|json)$", "")
                .replaceAll("[^\\p{L}\\p{N}_-]+", ".")
                .replaceAll("^\\.|\\.$", "");
    }

    /** In ASCII, and short enough for any file system. */
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
