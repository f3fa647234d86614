package dev.binrun.engine;

import dev.binrun.form.Library;
import dev.binrun.form.Library.Member;
import dev.binrun.scenario.yaml.ScenarioLibraries;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The libraries that reading and running a scenario needs. */
public final class EngineLibraries {
    /**
     * Versions before 2.25 have no executor for callbacks; 2.25.0 and 2.25.1 often do not reconnect to a restarted
     * server.
     */
    private static final Library JNATS = new Library(
            "io.nats",
            "jnats",
            "2.25.2",
            "2.26.2",
            Member.of("io.nats.client.Options$Builder", "callbackExecutor", ExecutorService.class));

    private static final Library GSON = new Library(
            "com.google.code.gson", "gson", "2.10.1", "2.15.0", Member.of("com.google.gson.JsonObject", "isEmpty"));

    private static final Library AWAITILITY = new Library(
            "org.awaitility",
            "awaitility",
            "4.0.0",
            "4.3.0",
            Member.of("org.awaitility.core.ConditionFactory", "atMost", Duration.class));

    /** A dependency of Awaitility that builds often exclude. */
    private static final Library HAMCREST =
            new Library("org.hamcrest", "hamcrest", "1.3", "2.1", Member.of("org.hamcrest.Matcher"));

    /** All of them, in the order in which they are checked. */
    public static final List<Library> ALL = List.of(JNATS, GSON, ScenarioLibraries.SNAKEYAML, AWAITILITY, HAMCREST);

    private EngineLibraries() {}

    /**
     * Checks that the class path has each library in a version that is new enough. Must be called before the engine's
     * other classes are used.
     *
     * @throws Library.UnusableException if a library is missing or too old
     */
    public static void require() {
        Library.require(ALL);
    }
}
