package dev.binrun.scenario;

import com.google.gson.JsonElement;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.VisibleText;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.scenario.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the scenarios of one document, one for each combination of its matrix.
 *
 * @param source the text of the file
 * @param folder the folder that paths in the scenario are relative to
 */
public record DocumentReader(SourceText source, Path folder) {
    private static final Duration NO_TIMEOUT = Duration.ofSeconds(Long.MAX_VALUE);

    /** Returns the scenarios of a document; for an invalid one, a single scenario with its problems. */
    public List<ScenarioCase> read(YamlReader.YamlDocument document, String nameIfNone) {
        Problems problems = document.problems();
        if (document.tree().isEmpty()) {
            return List.of(invalid(nameIfNone, problems.inOrder().get(0).place(), Set.of(), problems.inOrder()));
        }
        Tree tree = document.tree().get();
        if (!(tree instanceof Mapping map)) {
            problems.add(
                    tree.place(),
                    "a scenario must be a map of keys such as 'name' and 'steps', this is " + tree.kind());
            return List.of(invalid(nameIfNone, tree.place(), Set.of(), problems.inOrder()));
        }
        List<ScenarioCase> scenarios = Matrix.combinations(map, problems).stream()
                .map(values -> scenario(map, values, nameIfNone, document))
                .toList();
        return sameProblems(scenarios)
                ? List.of(invalid(
                                name(map, nameIfNone),
                                map.place(),
                                tags(map),
                                scenarios.get(0).problems())
                        .withWarnings(ScenarioCase.warnings(scenarios)))
                : scenarios;
    }

    private static boolean sameProblems(List<ScenarioCase> scenarios) {
        List<Problem> first = scenarios.get(0).problems();
        return scenarios.size() > 1
                && !first.isEmpty()
                && scenarios.stream().allMatch(scenario -> scenario.problems().equals(first));
    }

    private ScenarioCase scenario(
            Mapping map, Map<String, JsonElement> matrix, String nameIfNone, YamlReader.YamlDocument document) {
        Problems problems = document.problems().copy();
        OwnVerbCheck.problems().forEach(problem -> problems.add(map.place(), problem));
        LoadScope names = Variables.names(map, matrix, problems);
        Mapping head = early(map, names, problems);
        Optional<Document> bound =
                new Binder(ValueBinder.atLoad(names, problems), problems).bind(Document.class, head, "a scenario");
        String name = name(head, nameIfNone) + Matrix.shown(matrix);
        Steps steps = steps(head, bound, names, problems);
        ServerConfig server = server(head, names, problems);
        Map<String, ClientConfig> clients = head.get("clients")
                .map(tree -> new ClientsReader(names, problems, new NamedFiles(folder, problems), server.nodeNames())
                        .read(tree))
                .orElse(Map.of());
        ReservedKeys.check(head, server, problems);
        ClusterCheck.check(server, clients, steps.all(), problems);
        ConcurrencyCheck.check(head.get("clients"), clients.keySet(), steps.all(), problems);
        Optional<SimConfig> config = bound.map(keys -> config(keys, head, server, clients, steps, names, problems));
        ScenarioCase scenario = problems.isEmpty()
                ? new ScenarioCase(name, map.place(), tags(head), config, List.of())
                : invalid(name, map.place(), tags(head), problems.inOrder());
        return scenario.withWarnings(problems.warnings());
    }

    /** The topology, the steps and the checks of a scenario. */
    private record Steps(List<Step> topology, List<Step> steps, List<StatedCheck> checks) {
        boolean canFail() {
            return !checks.isEmpty() || steps.stream().anyMatch(Step::states);
        }

        List<Step> all() {
            return Stream.of(topology, steps).flatMap(List::stream).toList();
        }
    }

    /** Reads the steps even if the scenario has other problems, because all problems are reported at once. */
    private Steps steps(Mapping head, Optional<Document> keys, LoadScope names, Problems problems) {
        Duration timeout = keys.map(document -> document.timeout().orElse(SimConfig.TIMEOUT))
                .orElse(NO_TIMEOUT);
        StepReader reader = new StepReader(source, problems, timeout, names);
        List<Step> topology = new ArrayList<>();
        Verbs.byTopologyKey()
                .forEach((key, verb) ->
                        head.get(key).ifPresent(tree -> topology.addAll(reader.topology(key, verb, tree))));
        List<Step> steps = head.get("steps").map(reader::steps).orElse(List.of());
        List<StatedCheck> checks = head.get("checks")
                .map(new ChecksReader(source, problems, reader.names())::read)
                .orElse(List.of());
        return new Steps(topology, steps, checks);
    }

    private SimConfig config(
            Document keys,
            Mapping head,
            ServerConfig server,
            Map<String, ClientConfig> clients,
            Steps steps,
            LoadScope names,
            Problems problems) {
        Optional<SessionNumbers> sessions = sessions(keys, head, problems);
        if (problems.isEmpty() && sessions.isEmpty() && !steps.canFail()) {
            problems.add(
                    head.place(),
                    "this scenario states nothing that could fail (add 'expect' or 'error' to a step, add a check to"
                            + " 'checks', or run the session simulation with numSessions)");
        }
        return new SimConfig(
                keys.description().orElse(""),
                keys.skip(),
                keys.requires(),
                keys.timeout().orElse(SimConfig.TIMEOUT),
                keys.seed().orElse(SimConfig.SEED),
                keys.seed().isPresent(),
                keys.repeat().orElse(1L).intValue(),
                server,
                at(head, "server", "config"),
                clients,
                sessions,
                steps.topology(),
                steps.steps(),
                steps.checks(),
                names.values(),
                folder);
    }

    private static Optional<SessionNumbers> sessions(Document keys, Mapping head, Problems problems) {
        try {
            return keys.sessions();
        } catch (InvalidArgumentException e) {
            Place place = head.get(e.argument())
                    .or(() -> head.get("numSessions"))
                    .map(Tree::place)
                    .orElse(head.place());
            String given = head.get(e.argument()).isPresent() ? "" : " if left out";
            problems.add(place, e.getMessage() + given);
            return Optional.empty();
        }
    }

    private static Optional<Place> at(Mapping map, String first, String second) {
        return map.get(first)
                .filter(Mapping.class::isInstance)
                .flatMap(inner -> ((Mapping) inner).entry(second))
                .map(entry -> entry.key().place());
    }

    private ServerConfig server(Mapping head, LoadScope names, Problems problems) {
        Optional<Tree> tree = head.get("server").map(new NamedFiles(folder, problems)::ofServer);
        tree.filter(written -> !(written instanceof Mapping))
                .ifPresent(written -> problems.add(
                        written.place(), "'server' must be a map such as {nodes: 3}, this is " + written.kind()));
        return tree.filter(Mapping.class::isInstance)
                .flatMap(map -> new Binder(ValueBinder.atLoad(names, problems), problems)
                        .bind(ServerConfig.class, (Mapping) map, "'server'"))
                .orElse(ServerConfig.defaults());
    }

    /** Resolves all keys except the steps, whose known names change from step to step. */
    private static Mapping early(Mapping map, LoadScope names, Problems problems) {
        Set<String> lateKeys =
                Set.of("steps", "checks", "streams", "consumers", "kv", "objects", "matrix", "variables");
        LoadScope fixed = names.withoutLater();
        return new Mapping(
                map.place(),
                map.entries().stream()
                        .map(entry -> lateKeys.contains(entry.key().text())
                                ? entry
                                : new Entry(entry.key(), Resolver.early(entry.value(), fixed, problems)))
                        .toList());
    }

    private static String name(Mapping map, String nameIfNone) {
        return map.get("name")
                .filter(tree ->
                        tree instanceof Tree.Scalar scalar && !scalar.text().isBlank())
                .map(tree -> VisibleText.line(((Tree.Scalar) tree).text().replaceAll("[\t\n\r]+", " ")))
                .orElse(nameIfNone);
    }

    private static Set<String> tags(Mapping map) {
        Set<String> tags = new LinkedHashSet<>();
        map.get("tags").ifPresent(tree -> {
            List<Tree> items = tree instanceof Sequence list ? list.items() : List.of(tree);
            items.stream().filter(Tree.Scalar.class::isInstance).forEach(item -> tags.add(((Tree.Scalar) item).text()));
        });
        return tags;
    }

    private static ScenarioCase invalid(String name, Place place, Set<String> tags, List<Problem> problems) {
        return new ScenarioCase(name, place, tags, Optional.empty(), problems);
    }
}
