package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file of streams, consumers, buckets and object stores, written as in a scenario.
 *
 * @param path the path of the file
 * @param steps the steps that create them, in order
 * @param warnings values that only the server may know, in the file's order
 */
public record TopologyFile(Path path, List<Step> steps, List<Problem> warnings) {
    private static final Duration TIMEOUT = Duration.ofSeconds(Long.MAX_VALUE);

    /** The keys of a topology file. */
    private record Keys(
            @Arg("streams, as in the JetStream API") Optional<Tree> streams,
            @Arg("consumers, as in the JetStream API") Optional<Tree> consumers,
            @Arg("buckets, as with nats kv add") Optional<Tree> kv,
            @Arg("object stores, as with nats object add") Optional<Tree> objects) {}

    /**
     * Reads a file.
     *
     * @throws InvalidDocumentException if the file has problems; carries all of them
     * @throws UncheckedIOException if the file cannot be read
     */
    public static TopologyFile read(Path path) {
        try {
            return read(path, ScenarioContent.read(path, ScenarioReader.shown(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a text as the content of a file.
     *
     * @param shown the name of the file in messages
     * @throws InvalidDocumentException if the text has problems; carries all of them
     */
    public static TopologyFile readText(String shown, String text) {
        return read(Path.of(""), SourceText.of(shown, text));
    }

    /**
     * Returns a scenario that only creates this topology.
     *
     * @param shown the name of the file in messages
     * @param server has the storage of items that state none
     */
    public ScenarioCase scenario(String shown, ServerConfig server) {
        SimConfig config = SimConfig.ofTopology(steps, server, path.toAbsolutePath());
        return new ScenarioCase("topology", new Place(shown, 1, 1), Set.of(), Optional.of(config), List.of());
    }

    private static TopologyFile read(Path path, SourceText source) {
        List<YamlReader.YamlDocument> documents = YamlReader.read(source);
        if (documents.isEmpty()) {
            return new TopologyFile(path, List.of(), List.of());
        }
        Problems problems = documents.get(0).problems();
        List<Step> steps = new ArrayList<>();
        documents.get(0).tree().ifPresent(tree -> steps.addAll(steps(tree, source, problems)));
        documents.stream()
                .skip(1)
                .flatMap(other -> other.tree().stream())
                .forEach(tree -> problems.add(
                        tree.place(),
                        "a topology file has one document, this is another (move its content to the first)"));
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(problems.inOrder());
        }
        return new TopologyFile(path, steps, problems.warnings());
    }

    private static List<Step> steps(Tree tree, SourceText source, Problems problems) {
        if (!(tree instanceof Mapping map)) {
            problems.add(
                    tree.place(),
                    "a topology must be a map of streams, consumers, kv and objects, this is " + tree.kind());
            return List.of();
        }
        LoadScope none = new LoadScope(Map.of(), Set.of());
        new Binder(ValueBinder.atLoad(none, problems), problems).bind(Keys.class, map, "this file");
        StepReader reader = new StepReader(source, problems, TIMEOUT, none);
        List<Step> steps = new ArrayList<>();
        Verbs.byTopologyKey()
                .forEach((key, verb) ->
                        map.get(key).ifPresent(items -> steps.addAll(reader.topology(key, verb, items))));
        return steps;
    }
}
