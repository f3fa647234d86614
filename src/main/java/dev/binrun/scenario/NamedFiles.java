package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Resolves the files that a scenario names, and checks that they exist. */
record NamedFiles(Path folder, Problems problems) {
    /** The keys of nats-server's configuration whose values are files (opts.go). */
    private static final Set<String> OF_A_SERVER =
            Set.of("cert_file", "key_file", "ca_file", "credentials", "creds", "keys_file");

    /** The keys whose values are files or the tokens themselves, which begin with {@code eyJ} (jwt.go, jwtPrefix). */
    private static final Set<String> OPERATORS =
            Set.of("operator", "operators", "root", "roots", "root_operator", "root_operators");

    /**
     * Returns a server's configuration with absolute paths, because the server resolves paths against its own working
     * folder.
     */
    Tree ofServer(Tree config) {
        if (config instanceof Sequence list) {
            return new Sequence(
                    list.place(), list.items().stream().map(this::ofServer).toList());
        }
        return config instanceof Mapping map
                ? new Mapping(
                        map.place(), map.entries().stream().map(this::entry).toList())
                : config;
    }

    /** Returns the absolute path of a file; empty if the file does not exist, which is then among the problems. */
    Optional<Path> file(Scalar named) {
        Path file;
        try {
            file = folder.resolve(named.text());
        } catch (InvalidPathException e) {
            problems.add(named.place(), named.kind() + " is not a path: " + e.getReason());
            return Optional.empty();
        }
        if (Files.isRegularFile(file)) {
            return Optional.of(file.toAbsolutePath().normalize());
        }
        problems.add(
                named.place(),
                "the file " + named.kind() + " does not exist (paths are relative to the scenario's folder)");
        return Optional.empty();
    }

    private Entry entry(Entry entry) {
        String key = entry.key().text().toLowerCase(Locale.ROOT);
        if (OPERATORS.contains(key)) {
            return new Entry(entry.key(), operators(entry.value()));
        }
        return new Entry(entry.key(), OF_A_SERVER.contains(key) ? absolute(entry.value()) : ofServer(entry.value()));
    }

    private Tree operators(Tree value) {
        if (value instanceof Sequence list) {
            return new Sequence(
                    list.place(), list.items().stream().map(this::operators).toList());
        }
        return value instanceof Scalar token && token.text().startsWith("eyJ") ? token : absolute(value);
    }

    private Tree absolute(Tree value) {
        if (!(value instanceof Scalar file) || file.isNull()) {
            return ofServer(value);
        }
        return file(file)
                .<Tree>map(path -> new Scalar(file.place(), path.toString(), false, true))
                .orElse(file);
    }
}
