package dev.binrun.junit;

import com.google.gson.JsonObject;
import dev.binrun.engine.Engine;
import dev.binrun.engine.EngineLibraries;
import dev.binrun.form.Count;
import dev.binrun.form.Nearest;
import dev.binrun.scenario.ClientConfig;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.ServerConfig;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.server.host.IoReason;
import dev.binrun.verb.VerbTrait;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A scenario that runs on an embedded server.
 *
 * @param declaring the test class with the annotation
 * @param method the method with the annotation; empty if the class has it
 */
record KitScenario(Scenario annotation, Class<?> declaring, Optional<Method> method) {
    private static final String ALONE = "; remove it, or run the file with Scenarios.in(\"";
    private static final Set<String> USERS = Set.of("authorization", "accounts", "operator");

    /** Returns the scenarios of a test class and its enclosing classes, and of a test. */
    static List<KitScenario> of(Class<?> testClass, Optional<Method> test) {
        List<KitScenario> scenarios = new ArrayList<>();
        for (Class<?> type : KitDeclarations.withOuterClasses(testClass)) {
            AnnotationSupport.findAnnotation(type, Scenario.class)
                    .ifPresent(found -> scenarios.add(new KitScenario(found, type, Optional.empty())));
        }
        test.flatMap(annotated -> AnnotationSupport.findAnnotation(annotated, Scenario.class))
                .ifPresent(found -> scenarios.add(new KitScenario(found, testClass, test)));
        return scenarios;
    }

    /** Returns the place in the sources, for messages. */
    String place() {
        return declaring.getSimpleName()
                + method.map(test -> "." + test.getName()).orElse("") + ": @Scenario(\"" + annotation.value() + "\")";
    }

    /**
     * Returns the server that the scenario runs on.
     *
     * @throws IllegalArgumentException if no server has the name, or several are possible
     */
    KitDeclaration server(KitDeclarations declarations) {
        return declarations.select(annotation.server());
    }

    /**
     * Runs the scenario on its server.
     *
     * @throws org.opentest4j.TestAbortedException if it is skipped
     * @throws AssertionError or another exception of JUnit if it does not pass
     */
    void run(KitServer server) {
        ScenarioCase scenario = read(server.declaration());
        JUnitResult.enforce(new Engine(System.getenv()).run(scenario, line -> {}, server.cluster()));
    }

    /**
     * Reads the scenario before any server starts.
     *
     * @throws IllegalArgumentException if the file is wrong, or contradicts the server
     */
    ScenarioCase read(KitDeclaration server) {
        EngineLibraries.require();
        ScenarioCase scenario = chosen(scenarios());
        if (!scenario.problems().isEmpty()) {
            throw new IllegalArgumentException(
                    scenario.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        SimConfig config = scenario.config().orElseThrow();
        contradiction(config, server.settings(), KitConfig.read(server.testClass(), server.settings()))
                .ifPresent(contradiction -> {
                    throw new IllegalArgumentException(scenario.place() + ": " + contradiction);
                });
        ServerConfig withStorage =
                config.server().orStorage(KitTopology.storage(server.settings().storage()));
        return scenario.withConfig(Optional.of(config.withServer(withStorage)));
    }

    private List<ScenarioCase> scenarios() {
        ClassPathFiles resources = new ClassPathFiles(declaring.getClassLoader());
        try {
            Path file = resources.find(annotation.value()).get(0);
            if (Files.isDirectory(file)) {
                throw new IllegalArgumentException("this is a folder; name one of its files");
            }
            return ScenarioReader.read(List.of(file), resources::shown).get(0).scenarios();
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(IoReason.of(e.getCause()) + KitFile.hint());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private ScenarioCase chosen(List<ScenarioCase> scenarios) {
        List<String> names = scenarios.stream().map(ScenarioCase::name).toList();
        String name = annotation.name();
        if (name.isEmpty() && names.size() == 1) {
            return scenarios.get(0);
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the file has " + Count.of(names.size(), "scenario")
                    + "; choose one with name = \"" + String.join("\" or name = \"", names) + "\"");
        }
        return scenarios.stream()
                .filter(scenario -> scenario.isCalled(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no scenario has the name \"" + name + "\"" + Nearest.hint(name, names)));
    }

    /** Returns why the scenario cannot run on a server, with the fix. */
    private Optional<String> contradiction(SimConfig scenario, KitSettings server, JsonObject config) {
        int nodes = scenario.server().nodeCount();
        if (scenario.server().nodes().isPresent() && nodes != server.nodes()) {
            return Optional.of("server.nodes is " + nodes + ", but the server of @EmbeddedNats has "
                    + Count.of(server.nodes(), "node") + "; write nodes = " + nodes
                    + " there, or remove nodes from the scenario");
        }
        if (scenario.server().config().filter(own -> !own.equals(config)).isPresent()) {
            return Optional.of("server.config differs from the configuration of @EmbeddedNats;"
                    + " move it to config or configFile there");
        }
        if (scenario.sessions().isPresent()) {
            return Optional.of("the session simulation needs a server of its own" + alone());
        }
        if (scenario.repeat() > 1) {
            return Optional.of("repeat needs a new server for each run" + alone());
        }
        return needs(scenario, server).or(() -> contradiction(scenario, config));
    }

    private Optional<String> needs(SimConfig scenario, KitSettings server) {
        if (server.nodes() == 1 && scenario.uses(verb -> verb.is(VerbTrait.CUTS_NETWORK))) {
            return Optional.of("a step cuts or delays the network, but clients reach a single server directly;"
                    + " write nodes = 3 at @EmbeddedNats");
        }
        return scenario.uses(verb -> verb.is(VerbTrait.NEEDS_SYSTEM_ACCOUNT))
                ? Optional.of("a step needs the system account, which an embedded server does not give" + alone())
                : Optional.empty();
    }

    private static Optional<String> contradiction(SimConfig scenario, JsonObject config) {
        boolean hasUsers = config.keySet().stream().anyMatch(USERS::contains);
        return scenario.clients().entrySet().stream()
                .flatMap(client ->
                        contradiction(client.getKey(), client.getValue(), hasUsers, config.has("tls")).stream())
                .findFirst();
    }

    private static Optional<String> contradiction(String name, ClientConfig client, boolean hasUsers, boolean hasTls) {
        if (client.hasCredentials() && !hasUsers) {
            return Optional.of("clients." + name + " has credentials, but the server of @EmbeddedNats has no users;"
                    + " remove them, or add users with config there");
        }
        return client.tls().isPresent() && !hasTls
                ? Optional.of("clients." + name + " uses TLS, but the server of @EmbeddedNats does not; remove tls")
                : Optional.empty();
    }

    private String alone() {
        return ALONE + annotation.value() + "\")";
    }
}
