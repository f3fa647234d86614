package dev.binrun.junit;

import io.nats.client.api.StorageType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The attributes of one embedded server, from an annotation or a builder.
 *
 * @param name the name by which a parameter chooses the server; empty for the default server
 * @param config text in the server's syntax; empty for none
 * @param configFile a path or {@code classpath:} and a resource; empty for none
 * @param topology YAML, or a file as in {@code configFile}; empty for none
 * @param properties the system properties that get the URL
 */
record KitSettings(
        String name,
        int nodes,
        StorageType storage,
        String config,
        String configFile,
        String topology,
        List<String> properties) {

    private static final Pattern NAME = Pattern.compile("[\\w.-]*");
    private static final Set<Integer> SIZES = Set.of(1, 3, 5);

    KitSettings {
        properties = List.copyOf(properties);
    }

    static KitSettings of(EmbeddedNats annotation) {
        return new KitSettings(
                annotation.name(),
                annotation.nodes(),
                annotation.storage(),
                annotation.config(),
                annotation.configFile(),
                annotation.topology(),
                List.of(annotation.properties()));
    }

    /** Returns the problems that are known without a server, each with its fix. */
    List<String> problems(Class<?> source) {
        List<String> problems = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            problems.add("name = \"" + name + "\": a name consists of letters, digits, '.', '_' and '-'");
        }
        if (!SIZES.contains(nodes)) {
            problems.add("nodes = " + nodes + ": a server has 1 node, a cluster has 3 or 5; write 1, 3 or 5");
        }
        if (!config.isBlank() && !configFile.isBlank()) {
            problems.add("config and configFile exclude each other; move the text of config into " + configFile);
        }
        Set<String> seen = new HashSet<>();
        for (String property : properties) {
            if (property.isBlank()) {
                problems.add("properties contains a blank name; remove it");
            } else if (!seen.add(property)) {
                problems.add("properties contains \"" + property + "\" twice; remove one");
            }
        }
        if (problems.isEmpty()) {
            addProblem(() -> KitConfig.read(source, this), problems);
            addProblem(() -> KitTopology.read(source, topology), problems);
        }
        return problems;
    }

    private static void addProblem(Runnable reading, List<String> problems) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
    }
}
