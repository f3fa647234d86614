package dev.binrun.junit;

import dev.binrun.form.Library;
import dev.binrun.form.Library.Member;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The parts of JUnit, which a user's project brings in a version of its own. */
public final class JUnitLibraries {
    private static final Library JUPITER = new Library(
            "org.junit.jupiter",
            "junit-jupiter",
            "5.8.2",
            "6.1.3",
            Member.of(
                    "org.junit.jupiter.api.DynamicContainer",
                    "dynamicContainer",
                    String.class,
                    URI.class,
                    Stream.class));

    private static final Library LAUNCHER = new Library(
            "org.junit.platform",
            "junit-platform-launcher",
            "1.8.2",
            "6.1.3",
            Member.of(
                    "org.junit.platform.launcher.core.LauncherConfig$Builder",
                    "enablePostDiscoveryFilterAutoRegistration",
                    boolean.class));

    private static final Library ENGINE = new Library(
            "org.junit.platform",
            "junit-platform-engine",
            "1.8.2",
            "6.1.3",
            Member.of("org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine"));

    private static final Library ASSERTIONS = new Library(
            "org.opentest4j",
            "opentest4j",
            "1.2.0",
            "1.3.0",
            Member.of("org.opentest4j.AssertionFailedError"));

    private JUnitLibraries() {}

    /**
     * Checks what test classes need.
     *
     * @throws Library.UnusableException if a library is missing or too old
     */
    static void requireJupiter() {
        Library.require(List.of(JUPITER));
    }

    /**
     * Checks what {@link ScenarioRun} needs. A missing launcher is proposed in the version that the rest of JUnit has.
     *
     * @throws Library.UnusableException if a library is missing or too old
     */
    public static void requireLauncher() {
        Library launcher = ENGINE.found().map(LAUNCHER::proposing).orElse(LAUNCHER);
        Library.require(List.of(launcher, ENGINE, ASSERTIONS));
    }
}
