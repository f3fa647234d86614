package dev.binrun.cli;

import dev.binrun.scenario.ReferredFiles;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.watch.FileChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The scenario files in the watched paths, and the files that each may name. */
final class WatchedScenarios implements FileChanges.Interest {
    private final List<Path> paths;
    private final Map<Path, Path> files;
    private final Map<Path, ReferredFiles> referred;
    private final Set<Path> folders;

    private WatchedScenarios(List<Path> paths, Map<Path, Path> files, Map<Path, ReferredFiles> referred) {
        this.paths = paths;
        this.files = files;
        this.referred = referred;
        this.folders = referred.values().stream()
                .flatMap(names -> names.paths().stream())
                .filter(Files::isRegularFile)
                .map(Path::getParent)
                .collect(Collectors.toCollection(HashSet::new));
        files.keySet().forEach(file -> folders.add(file.getParent()));
    }

    /** Finds the scenario files in paths that the user named. A path that does not exist has none. */
    static WatchedScenarios in(List<Path> paths) {
        return read(paths, Map.of());
    }

    private static WatchedScenarios read(List<Path> paths, Map<Path, ReferredFiles> known) {
        Map<Path, Path> files = new LinkedHashMap<>();
        paths.forEach(path -> list(path).forEach(file -> files.putIfAbsent(absolute(file), file)));
        Map<Path, ReferredFiles> referred = new HashMap<>();
        files.keySet()
                .forEach(
                        file -> referred.put(file, known.containsKey(file) ? known.get(file) : ReferredFiles.of(file)));
        return new WatchedScenarios(paths, files, referred);
    }

    private static Collection<Path> list(Path path) {
        try {
            return ScenarioReader.files(List.of(path));
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }

    /** Returns an absolute path. */
    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** Finds the scenario files again after files were changed, created or deleted. */
    WatchedScenarios after(Set<Path> changed) {
        Map<Path, ReferredFiles> known = new HashMap<>(referred);
        known.keySet().removeAll(changed);
        return read(paths, known);
    }

    /** Returns the absolute paths to watch. */
    List<Path> roots() {
        return paths.stream().map(WatchedScenarios::absolute).toList();
    }

    /** Returns all scenario files, as the user named them. */
    Collection<Path> all() {
        return files.values();
    }

    /** Returns the scenario files that changed files affect: these files, and those that may name one of them. */
    List<Path> affectedBy(Set<Path> changed) {
        return files.entrySet().stream()
                .filter(file -> changed.contains(file.getKey())
                        || changed.stream().anyMatch(referred.get(file.getKey())::mayName))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public Collection<Path> folders() {
        return folders;
    }

    @Override
    public boolean isRelevant(Path file) {
        return isScenario(file) || referred.values().stream().anyMatch(names -> names.mayName(file));
    }

    @Override
    public boolean isUnfinished(Path file) {
        try {
            return Files.size(file) == 0
                    || isScenario(file) && !ReferredFiles.of(file).isComplete();
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isScenario(Path file) {
        return roots().stream()
                .anyMatch(root -> file.equals(root) || file.startsWith(root) && ScenarioReader.isScenario(file));
    }
}
