package dev.binrun.report;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * JUnit XML in the form of Surefire: one file for each scenario file, with the names of the scenarios.
 *
 * <p>The schemas of Surefire (3.0.2) and Jenkins (junit-10) have no {@code file}, {@code line} and {@code properties}
 * of a test case, Surefire's no {@code file} of a suite, and Jenkins' no {@code timestamp} of a test case. Readers
 * ignore unknown attributes and elements.
 */
final class JunitXml implements Report {
    private static final int LONGEST_FILE_NAME = 200;

    private final ReportFolder folder;
    private final String version;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, StartedScenario> started = new HashMap<>();

    private record StartedScenario(Instant at, ScenarioCase scenario) {}

    /**
     * Creates the folder if it is missing.
     *
     * @throws IOException if the folder cannot be created, or no file can be created in it
     */
    JunitXml(RunContext context, Path folder) throws IOException {
        this.folder = new ReportFolder(folder);
        this.version = context.request().version();
    }

    /** Names the reports by the order of the scenario files, because the order in which they end varies. */
    @Override
    public void begin(List<String> files, int total) {
        Set<String> taken = new HashSet<>();
        files.forEach(file -> names.put(file, "TEST-" + free(fileName(file), taken) + ".xml"));
    }

    @Override
    public void started(ScenarioCase scenario) {
        started.put(scenario.name(), new StartedScenario(Instant.now(), scenario));
    }

    /** Writes {@code TEST-….xml} for one scenario file: the whole report or, if that fails, nothing. */
    @Override
    public void fileEnded(String file, List<Verdict> verdicts) throws IOException {
        folder.write(names.get(file), suite(file, verdicts));
    }

    private String suite(String path, List<Verdict> verdicts) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("name", path);
        attributes.put("tests", String.valueOf(verdicts.size()));
        attributes.put("failures", count(verdicts, Outcome.FAILED));
        attributes.put("errors", count(verdicts, Outcome.INVALID, Outcome.BROKEN));
        attributes.put("skipped", count(verdicts, Outcome.SKIPPED));
        attributes.put("time", seconds(verdicts.stream().map(Verdict::took).reduce(Duration.ZERO, Duration::plus)));
        attributes.put("file", path);
        verdicts.stream()
                .flatMap(verdict -> startOf(verdict).stream())
                .min(Comparator.naturalOrder())
                .ifPresent(start -> attributes.put("timestamp", timestamp(start)));
        Xml xml = new Xml();
        xml.open("testsuite", attributes);
        properties(xml, Map.of("binrun_version", version));
        verdicts.forEach(verdict -> testCase(xml, verdict));
        return xml.close("testsuite").toString();
    }

    private void testCase(Xml xml, Verdict verdict) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("name", verdict.name());
        attributes.put("classname", dotted(verdict.place().path()));
        attributes.put("time", seconds(verdict.took()));
        attributes.put("file", verdict.place().path());
        attributes.put("line", String.valueOf(verdict.place().line()));
        startOf(verdict).ifPresent(start -> attributes.put("timestamp", timestamp(start)));
        xml.open("testcase", attributes);
        properties(xml, propertiesOf(verdict));
        outcome(xml, verdict);
        otherTries(verdict).forEach(other -> otherTry(xml, other, verdict.isFlaky() ? "flaky" : "rerun"));
        if (!verdict.output().isEmpty()) {
            xml.element("system-out", verdict.output());
        }
        xml.close("testcase");
    }

    private Optional<Instant> startOf(Verdict verdict) {
        return Optional.ofNullable(started.get(verdict.name())).map(StartedScenario::at);
    }

    /** Returns the facts with which the result can be repeated and compared; a scenario that did not run has none. */
    private Map<String, String> propertiesOf(Verdict verdict) {
        Map<String, String> properties = new LinkedHashMap<>();
        Optional.ofNullable(started.get(verdict.name()))
                .flatMap(start -> start.scenario().config())
                .ifPresent(config -> properties.put("seed", String.valueOf(config.seed())));
        properties.put("digest", verdict.digest());
        properties.put("server_version", verdict.serverVersion());
        properties.values().removeIf(String::isEmpty);
        return properties;
    }

    private static void properties(Xml xml, Map<String, String> properties) {
        if (!properties.isEmpty()) {
            xml.open("properties", Map.of());
            properties.forEach((name, value) -> xml.element("property", "", "name", name, "value", value));
            xml.close("properties");
        }
    }

    /** The form of {@code xs:dateTime}, with the zone, because build servers are in many zones. */
    private static String timestamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
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

    /** Returns the failed tries beside the one that the verdict shows; Surefire's schema has failures before errors. */
    private static List<Verdict> otherTries(Verdict verdict) {
        List<Verdict> others = new ArrayList<>(verdict.tries());
        verdict.tries().stream()
                .filter(one -> one.outcome() == verdict.outcome())
                .findFirst()
                .ifPresent(others::remove);
        others.sort(Comparator.comparing(Verdict::outcome));
        return others;
    }

    /** Writes an element of Surefire for a test that is run again, such as {@code flakyFailure}. */
    private static void otherTry(Xml xml, Verdict other, String kind) {
        String element = kind + (other.outcome() == Outcome.FAILED ? "Failure" : "Error");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("message", other.message());
        attributes.put("type", other.outcome().name());
        xml.open(element, attributes);
        xml.element("stackTrace", other.report());
        if (!other.output().isEmpty()) {
            xml.element("system-out", other.output());
        }
        xml.close(element);
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
