package dev.binrun.scenario;

import dev.binrun.form.VisibleText;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Reads scenario files, with all problems of all files, before anything starts. */
@API(status = Status.EXPERIMENTAL)
public final class ScenarioReader {
    private static final Set<String> ENDINGS = Set.of("yaml", "yml", "json");

    private ScenarioReader() {}

    /**
     * Reads files and standard input (the path {@code -}). For a folder, reads all {@code .yaml}, {@code .yml} and
     * {@code .json} files below it, sorted. A file that is named twice, for example by itself and by its folder, is
     * read once.
     *
     * @throws UncheckedIOException if a path does not exist or cannot be read
     */
    public static List<ScenarioFile> read(List<Path> paths) {
        return read(paths, ScenarioReader::shown);
    }

    /**
     * Reads files as {@link #read(List)} does, under other names.
     *
     * @param shown returns the name of a file in messages and places
     */
    @API(status = Status.INTERNAL)
    public static List<ScenarioFile> read(List<Path> paths, Function<Path, String> shown) {
        Collection<Path> files = files(paths);
        try {
            return unique(read(files.stream().parallel(), shown)); // on all cores; the order is kept
        } catch (OutOfMemoryError noThread) {
            return unique(read(files.stream(), shown));
        }
    }

    /**
     * Returns the scenario files in paths, as {@link #read(List)} reads them.
     *
     * @throws UncheckedIOException if a path does not exist or cannot be read
     */
    @API(status = Status.INTERNAL)
    public static Collection<Path> files(List<Path> paths) {
        Map<Path, Path> files = new LinkedHashMap<>();
        for (Path path : paths) {
            files(path).forEach(file -> files.putIfAbsent(real(file), file));
        }
        return files.values();
    }

    private static List<ScenarioFile> read(Stream<Path> files, Function<Path, String> shown) {
        return files.map(file -> new ScenarioFile(file, scenarios(file, shown.apply(file))))
                .toList();
    }

    /** Reads a text as the content of a file. */
    public static ScenarioFile readText(Path file, String text) {
        SourceText source = SourceText.of(shown(file), text);
        return unique(List.of(new ScenarioFile(file, scenarios(file, source)))).get(0);
    }

    private static List<Path> files(Path path) {
        if (path.equals(ScenarioContent.STANDARD_INPUT)) {
            return List.of(path);
        }
        if (!Files.exists(path)) {
            String hint = otherEnding(path);
            throw new UncheckedIOException(
                    path + ": there is no such file or folder" + hint,
                    new NoSuchFileException(path.toString(), null, hint));
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            return below.filter(Files::isRegularFile)
                    .filter(ScenarioReader::isScenario)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a hint at a file whose name differs only in its ending; empty if there is none. */
    private static String otherEnding(Path missing) {
        return ENDINGS.stream()
                .map(ending -> missing.resolveSibling(stem(missing) + "." + ending))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> "; did you mean " + file + "?")
                .orElse("");
    }

    private static Path real(Path file) {
        try {
            return file.equals(ScenarioContent.STANDARD_INPUT) ? file : file.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a folder's file is a scenario file, by its name. */
    @API(status = Status.INTERNAL)
    public static boolean isScenario(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) && !name.startsWith(".");
    }

    private static List<ScenarioCase> scenarios(Path file, String shown) {
        try {
            return scenarios(file, ScenarioContent.read(file, shown));
        } catch (InvalidDocumentException e) {
            Problem problem = e.problems().get(0);
            return List.of(new ScenarioCase(stem(file), problem.place(), Set.of(), Optional.empty(), e.problems()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ScenarioCase> scenarios(Path file, SourceText source) {
        Path folder = file.toAbsolutePath().getParent();
        List<YamlReader.YamlDocument> documents = YamlReader.read(source);
        if (documents.isEmpty()) {
            Problem empty = source.problem(source.place(0), "the file is empty; write a scenario in it");
            return List.of(new ScenarioCase(stem(file), empty.place(), Set.of(), Optional.empty(), List.of(empty)));
        }
        DocumentReader reader = new DocumentReader(source, folder);
        List<ScenarioCase> scenarios = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            String nameIfNone = documents.size() == 1 ? stem(file) : stem(file) + " #" + (i + 1);
            scenarios.addAll(reader.read(documents.get(i), nameIfNone));
        }
        return scenarios.size() == 1 ? List.of(scenarios.get(0).asTheOnlyOne()) : scenarios;
    }

    /** Reports show a test's name without its file, so scenarios with the same name get their places as a suffix. */
    private static List<ScenarioFile> unique(List<ScenarioFile> files) {
        Map<String, Integer> count = new HashMap<>();
        files.forEach(file -> file.scenarios().forEach(scenario -> count.merge(scenario.name(), 1, Integer::sum)));
        Set<String> taken = new HashSet<>(count.keySet());
        return files.stream()
                .map(file -> new ScenarioFile(
                        file.path(),
                        file.scenarios().stream()
                                .map(scenario -> count.get(scenario.name()) == 1 ? scenario : renamed(scenario, taken))
                                .toList()))
                .toList();
    }

    private static ScenarioCase renamed(ScenarioCase scenario, Set<String> taken) {
        String place = scenario.nameWithPlace();
        String name = place;
        for (int again = 2; !taken.add(name); again++) {
            name = place + " #" + again;
        }
        return scenario.withName(name);
    }

    static String shown(Path file) {
        return file.toString().replace('\\', '/');
    }

    private static String stem(Path file) {
        String name = VisibleText.line(file.getFileName().toString());
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    }
}
