package dev.binrun.report;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** JUnit XML in Surefire's shape: one report for each scenario file, with the scenarios' own names. */
public final class JunitXml {
    private static final int LONGEST_FILE_NAME = 200;

    private final Path folder;
    private final Map<String, String> names = new HashMap<>();

    private JunitXml(Path folder) {
        this.folder = folder;
    }

    /**
     * Creates the folder if it is missing.
     *
     * @throws IOException if the folder cannot be created, or no file can be created in it
     */
    public static JunitXml in(Path folder) throws IOException {
        FileOwnership.createResultFolder(folder);
        Path draft = draft(folder);
        FileOwnership.createResult(draft).close();
        Files.delete(draft);
        return new JunitXml(folder);
    }

    /** Names the reports of these scenario files, in their order, so that the names do not depend on which file ends first. */
    public JunitXml naming(List<String> files) {
        Set<String> taken = new HashSet<>();
        files.forEach(file -> names.put(file, "TEST-" + free(fileName(file), taken) + ".xml"));
        return this;
    }

    /**
     * Writes {@code TEST-….xml} for one scenario file: the whole report or, if that fails, nothing.
     *
     * @param file the scenario file's path, one of those that were named
     * @throws IOException if the report cannot be written
     */
    public void write(String file, List<Verdict> verdicts) throws IOException {
        Path path = path(file);
        Path draft = draft(folder);
        try {
            try (OutputStream out = FileOwnership.createResult(draft)) {
                out.write(suite(file, verdicts).getBytes(StandardCharsets.UTF_8));
            }
            Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The path of a scenario file's report. */
    public Path path(String file) {
        return folder.resolve(names.get(file));
    }

    private static Path draft(Path folder) {
        return folder.resolve(".binrun-" + UUID.randomUUID() + ".tmp");
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
