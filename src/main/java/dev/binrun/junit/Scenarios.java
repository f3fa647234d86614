package dev.binrun.junit;

import dev.binrun.engine.Engine;
import dev.binrun.engine.EngineLibraries;
import dev.binrun.form.VisibleText;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.KeepRule;
import dev.binrun.verdict.Verdict;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * The JUnit tests of scenario files: one test for each scenario, in a container for each file.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> scenarios() {
 *     return Scenarios.in("scenarios");
 * }
 * }</pre>
 *
 * <p>System properties select scenarios: {@code -Dbinrun.scenarios=a.yaml,folder} replaces the paths,
 * {@code -Dbinrun.tags='kv & !slow'} is a JUnit tag expression, and {@code -Dbinrun.name='nacked order'} is a name or a
 * part of it. By default, scenarios tagged {@code slow} are skipped unless their file itself is named.
 * {@code -Dbinrun.keep=failed} keeps the servers of failed scenarios.
 *
 * <p>{@code -Dbinrun.html=target/run.html} writes a report with timelines, as the option {@code --html} of {@code run}
 * does. If a build runs tests in several JVMs, the reports of the others are {@code run-2.html} and so on.
 *
 * <p>{@code -Dbinrun.shard=2/5} runs the second of five parts; together, the parts run each scenario once.
 * {@code -Dbinrun.timings=folder} balances the parts by the times in earlier JUnit XML.
 */
@API(status = Status.STABLE)
public final class Scenarios {
    private final ClassPathFiles resources;
    private final Function<List<Path>, List<ScenarioFile>> reader;
    private final Function<ScenarioCase, Verdict> engine;
    private final Properties properties;
    private final PrintStream out;
    private final SurefireReporting reporting;
    private final Set<Problem> warned = ConcurrentHashMap.newKeySet();

    Scenarios(
            Function<List<Path>, List<ScenarioFile>> reader,
            Function<ScenarioCase, Verdict> engine,
            Properties properties,
            PrintStream out) {
        this(reader, engine, properties, out, SurefireReporting.detect());
    }

    Scenarios(
            Function<List<Path>, List<ScenarioFile>> reader,
            Function<ScenarioCase, Verdict> engine,
            Properties properties,
            PrintStream out,
            SurefireReporting reporting) {
        this(ClassPathFiles.ofThisThread(), reader, engine, properties, out, reporting);
    }

    private Scenarios(
            ClassPathFiles resources,
            Function<List<Path>, List<ScenarioFile>> reader,
            Function<ScenarioCase, Verdict> engine,
            Properties properties,
            PrintStream out,
            SurefireReporting reporting) {
        ScenarioListener.use();
        this.resources = resources;
        this.reporting = reporting;
        this.reader = reader;
        this.engine = engine;
        this.properties = properties;
        this.out = out;
    }

    /**
     * Returns the tests of scenario files, and of all scenario files in folders and their subfolders.
     *
     * @param paths files and folders, relative to the current folder, which is the project's folder in Maven and
     *     Gradle; after {@code classpath:}, files and folders on the class path, also in a JAR. A folder in a JAR needs
     *     an entry of its own, as Maven and Gradle write it.
     * @throws IllegalArgumentException if a path cannot be read, if there is no scenario, or if the tag expression is
     *     invalid or matches no scenario
     * @throws dev.binrun.form.Library.UnusableException if a library that binrun needs is missing or too old
     */
    public static Stream<DynamicNode> in(String... paths) {
        Scenarios scenarios = ofThisJvm();
        return scenarios.below(() -> scenarios.files(Stream.of(paths)));
    }

    /**
     * Returns the tests of scenario files, and of all scenario files in folders and their subfolders.
     *
     * @see #in(String...)
     */
    public static Stream<DynamicNode> in(Path... paths) {
        return ofThisJvm().below(List.of(paths));
    }

    private static Scenarios ofThisJvm() {
        EngineLibraries.require();
        JUnitLibraries.requireJupiter();
        Engine engine = new Engine(System.getenv());
        BuildCommand build = BuildCommand.ofThisJvm();
        ClassPathFiles resources = ClassPathFiles.ofThisThread();
        Optional<BuildReport> report = BuildReport.of(System.getProperties(), System.out);
        return new Scenarios(
                resources,
                files -> ScenarioReader.read(files, resources::shown),
                scenario -> report.map(html -> html.run(scenario, build, listener -> engine.run(scenario, listener)))
                        .orElseGet(() -> engine.run(scenario, build)),
                System.getProperties(),
                System.out,
                SurefireReporting.detect());
    }

    /** Returns the tests of all scenario files in these paths, unless a system property names others. */
    Stream<DynamicNode> below(List<Path> paths) {
        return below(() -> paths);
    }

    private Stream<DynamicNode> below(Supplier<List<Path>> paths) {
        try {
            KeepRule.of(properties);
            List<Path> chosen = pathsProperty().orElseGet(paths);
            Optional<String> name = property("binrun.name");
            List<ScenarioFile> all = read(chosen);
            List<ScenarioFile> files = name.map(wanted -> named(wanted, all)).orElse(all);
            Selection selection =
                    Selection.of(name.isPresent() ? Selection.paths(files) : chosen, property("binrun.tags"));
            selection.requireSome(files);
            return plan(files, selection)
                    .map(shards -> shard(shards, files, selection))
                    .orElseGet(() -> files.stream().map(file -> container(file, selection)));
        } catch (IllegalArgumentException e) {
            throw JUnitResult.bare(new IllegalArgumentException(VisibleText.text(e.getMessage()), e.getCause()));
        }
    }

    private Optional<ShardPlan> plan(List<ScenarioFile> files, Selection selection) {
        try {
            return ShardPlan.of(property("binrun.shard"), property("binrun.timings"), files, selection);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("binrun." + e.getMessage());
        }
    }

    /** Without a test, Surefire would fail if the user names the test class. */
    private Stream<DynamicNode> shard(ShardPlan plan, List<ScenarioFile> files, Selection selection) {
        out.println(plan);
        List<ScenarioFile> own = plan.select(files);
        return own.isEmpty()
                ? Stream.of(DynamicTest.dynamicTest(plan.toString(), () -> {
                    throw JUnitResult.bare(new TestAbortedException("this shard has no scenario"));
                }))
                : own.stream().map(file -> container(file, selection));
    }

    private List<ScenarioFile> read(List<Path> paths) {
        List<ScenarioFile> files;
        try {
            files = reader.apply(paths);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(IoReason.withPath(e.getCause()) + "; relative paths start at "
                    + Path.of("").toAbsolutePath());
        }
        if (files.stream().allMatch(file -> file.scenarios().isEmpty())) {
            throw new IllegalArgumentException("no scenario in "
                    + paths.stream().map(resources::shown).toList()
                    + ": a scenario file ends in .yaml, .yml or .json; name a folder with scenario files");
        }
        return files;
    }

    private Optional<List<Path>> pathsProperty() {
        return property("binrun.scenarios")
                .map(value -> files(
                        isFile(value) // a name may contain a comma
                                ? Stream.of(value)
                                : Stream.of(value.split(",")).map(String::strip)));
    }

    private static boolean isFile(String value) {
        return !value.startsWith(ClassPathFiles.PREFIX) && Files.exists(Path.of(value));
    }

    private List<Path> files(Stream<String> places) {
        return places.flatMap(place -> resources.find(place).stream()).toList();
    }

    private static List<ScenarioFile> named(String name, List<ScenarioFile> files) {
        try {
            return Selection.named(List.of(name), files);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("binrun." + e.getMessage());
        }
    }

    private Optional<String> property(String name) {
        return Optional.ofNullable(properties.getProperty(name)).filter(value -> !value.isBlank());
    }

    private DynamicNode container(ScenarioFile file, Selection selection) {
        Optional<String> resource = ClassPathFiles.resource(file);
        URI source = resource.map(ClassPathFiles::uri)
                .orElseGet(() -> file.path().toAbsolutePath().toUri());
        return DynamicContainer.dynamicContainer(
                reporting.container(
                        VisibleText.line(resource.orElseGet(() -> file.path().toString()))),
                reporting.byContainer() ? null : source,
                file.scenarios().stream().map(scenario -> test(file, scenario, source, selection)));
    }

    /**
     * Returns the warnings that no test has printed yet, because all combinations of a matrix have the same warnings.
     */
    private String warnings(ScenarioCase scenario) {
        return scenario.warnings().stream()
                .filter(warned::add)
                .map(warning -> warning + "\n")
                .collect(Collectors.joining());
    }

    private DynamicNode test(ScenarioFile file, ScenarioCase scenario, URI source, Selection selection) {
        URI line = URI.create(source + "?line=" + scenario.place().line() + "&column="
                + scenario.place().column());
        return DynamicTest.dynamicTest(scenario.name(), reporting.keepsSource() ? line : null, () -> {
            Verdict verdict = selection.leftOut(file, scenario).orElseGet(() -> engine.apply(scenario));
            OutputTurn.print(out, warnings(scenario) + verdict.output());
            JUnitResult.enforce(verdict);
        });
    }
}
