package dev.binrun.junit;

import dev.binrun.form.Nearest;
import dev.binrun.form.VisibleText;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;

/**
 * The selection of scenarios by a tag expression; without one, {@code slow} scenarios are left out unless their file is
 * named.
 */
public final class Selection {
    private static final String SLOW = "slow";

    private final Set<Path> named;
    private final Optional<String> expression;
    private final Predicate<Set<String>> tags;

    private Selection(Set<Path> named, Optional<String> expression, Predicate<Set<String>> tags) {
        this.named = named;
        this.expression = expression;
        this.tags = tags;
    }

    /**
     * Returns a selection.
     *
     * @param paths the paths that the user named
     * @param expression a JUnit tag expression, such as {@code kv & !slow}
     * @throws IllegalArgumentException if the expression is invalid
     */
    public static Selection of(List<Path> paths, Optional<String> expression) {
        Optional<String> given = expression.filter(value -> !value.isBlank());
        Set<Path> named = paths.stream().map(Selection::same).collect(Collectors.toUnmodifiableSet());
        return new Selection(named, given, given.map(Selection::matching).orElse(tags -> !tags.contains(SLOW)));
    }

    /**
     * Returns the files with only the scenarios of these names. A name that no scenario has selects all scenarios whose
     * names contain it, ignoring case.
     *
     * @throws IllegalArgumentException if a name selects nothing; the message proposes similar names
     */
    public static List<ScenarioFile> named(List<String> names, List<ScenarioFile> files) {
        List<ScenarioCase> all =
                files.stream().flatMap(file -> file.scenarios().stream()).toList();
        Set<ScenarioCase> wanted = new HashSet<>();
        names.forEach(name -> wanted.addAll(named(VisibleText.line(name), all)));
        return files.stream()
                .map(file -> new ScenarioFile(
                        file.path(),
                        file.scenarios().stream().filter(wanted::contains).toList()))
                .filter(file -> !file.scenarios().isEmpty())
                .toList();
    }

    private static List<ScenarioCase> named(String name, Collection<ScenarioCase> all) {
        List<ScenarioCase> exact =
                all.stream().filter(scenario -> scenario.isCalled(name)).toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        String part = name.toLowerCase(Locale.ROOT);
        List<ScenarioCase> containing = all.stream()
                .filter(scenario -> scenario.name().toLowerCase(Locale.ROOT).contains(part))
                .toList();
        if (containing.isEmpty() || name.isBlank()) {
            throw new IllegalArgumentException("name: no scenario is called '" + name + "'"
                    + Nearest.hintForPart(
                            name, all.stream().map(ScenarioCase::name).toList()));
        }
        return containing;
    }

    /** Returns the paths of scenario files. */
    public static List<Path> paths(List<ScenarioFile> files) {
        return files.stream().map(ScenarioFile::path).toList();
    }

    /** Returns the verdict SKIPPED if the selection leaves a scenario out. An invalid scenario is never left out. */
    public Optional<Verdict> leftOut(ScenarioFile file, ScenarioCase scenario) {
        boolean runs = !scenario.problems().isEmpty()
                || expression.isEmpty() && named.contains(same(file.path()))
                || tags.test(scenario.tags());
        return runs ? Optional.empty() : Optional.of(skipped(scenario));
    }

    /**
     * Checks that an expression selects a scenario, because a typing error must not look like success.
     *
     * @throws IllegalArgumentException if an expression leaves out all scenarios; the message lists the known tags
     */
    void requireSome(List<ScenarioFile> files) {
        boolean none = files.stream()
                .allMatch(file -> file.scenarios().stream()
                        .allMatch(scenario -> leftOut(file, scenario).isPresent()));
        if (expression.isPresent() && none) {
            throw new IllegalArgumentException("binrun.tags: nothing to run, no scenario matches '" + expression.get()
                    + "'; known tags: " + tagsOf(files));
        }
    }

    /** Returns the sorted tags of all scenarios, or {@code none}. */
    public static String tagsOf(List<ScenarioFile> files) {
        String tags = files.stream()
                .flatMap(file -> file.scenarios().stream())
                .flatMap(scenario -> scenario.tags().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return tags.isEmpty() ? "none" : tags;
    }

    private Verdict skipped(ScenarioCase scenario) {
        String reason = expression
                .map(text -> "left out: its tags " + scenario.tags() + " do not match '" + text + "'")
                .orElse("left out: tagged " + SLOW);
        return new Verdict(scenario.name(), scenario.place(), Outcome.SKIPPED, reason, "", Duration.ZERO, "", "");
    }

    private static Path same(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** Only an expression needs JUnit's launcher. */
    private static Predicate<Set<String>> matching(String expression) {
        PostDiscoveryFilter filter;
        try {
            filter = TagFilter.includeTags(expression);
        } catch (JUnitException e) {
            throw new IllegalArgumentException(
                    "tags: '" + expression
                            + "' is not a tag expression; combine tags with & (and), | (or), ! (not) and parentheses:"
                            + " 'kv & !slow'",
                    e);
        }
        return tags -> filter.apply(new Tagged(tags)).included();
    }

    /** A test with these tags, for JUnit's filter. */
    private static final class Tagged extends AbstractTestDescriptor {
        private final Set<TestTag> tags;

        Tagged(Set<String> tags) {
            super(UniqueId.forEngine("binrun"), "tagged");
            this.tags =
                    tags.stream().filter(TestTag::isValid).map(TestTag::create).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Set<TestTag> getTags() {
            return tags;
        }

        @Override
        public TestDescriptor.Type getType() {
            return TestDescriptor.Type.TEST;
        }
    }
}
