package dev.binrun.junit;

import dev.binrun.form.Library;
import dev.binrun.form.Library.Member;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The libraries of JUnit that binrun uses, in the versions of the user's project. */
public final class JUnitLibraries {
    /** The newest version that is tested, for projects that have none. */
    public static final String NEWEST = "6.1.3";

    private static final Library JUPITER = new Library(
            "org.junit.jupiter",
            "junit-jupiter",
            "5.4",
            NEWEST,
            Member.of(
                    "org.junit.jupiter.api.DynamicContainer",
                    "dynamicContainer",
                    String.class,
                    URI.class,
                    Stream.class));

    /** The part of JUnit Jupiter that tests call; commands do not need it. */
    public static final Library JUPITER_API =
            new Library(JUPITER.group(), "junit-jupiter-api", JUPITER.oldest(), NEWEST, JUPITER.probe());

    private static final Library LAUNCHER = new Library(
            "org.junit.platform",
            "junit-platform-launcher",
            "1.7",
            NEWEST,
            Member.of(
                    "org.junit.platform.launcher.core.LauncherConfig$Builder",
                    "enablePostDiscoveryFilterAutoRegistration",
                    boolean.class));

    private static final Library ENGINE = new Library(
            "org.junit.platform",
            "junit-platform-engine",
            "1.7",
            NEWEST,
            Member.of("org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine"));

    private static final Library COMMONS = new Library(
            "org.junit.platform",
            "junit-platform-commons",
            "1.7",
            NEWEST,
            Member.of("org.junit.platform.commons.JUnitException"));

    private static final Library ASSERTIONS = new Library(
            "org.opentest4j", "opentest4j", "1.1", "1.3.0", Member.of("org.opentest4j.AssertionFailedError"));

    /** The libraries that the command {@code run} needs. */
    public static final List<Library> OF_RUN = List.of(LAUNCHER, ENGINE, COMMONS, ASSERTIONS);

    private JUnitLibraries() {}

    /**
     * Checks the libraries that {@link Scenarios} needs.
     *
     * @throws Library.UnusableException if a library is missing or too old
     */
    static void requireJupiter() {
        Library.require(List.of(JUPITER));
    }

    /**
     * Checks the libraries that {@link ScenarioRun} needs: the launcher first, because it depends on the others. A
     * message proposes the version of the project's other JUnit libraries.
     *
     * @throws Library.UnusableException if a library is missing or too old
     */
    public static void requireLauncher() {
        Optional<String> platform =
                ENGINE.usableVersion().or(LAUNCHER::usableVersion).or(COMMONS::usableVersion);
        for (Library library : List.of(LAUNCHER, ENGINE, COMMONS)) {
            Library.require(List.of(platform.map(library::proposing).orElse(library)));
        }
        Library.require(List.of(ASSERTIONS));
    }
}
