package dev.binrun.scenario;

import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that a scenario file may name: payloads, credentials, certificates, and those of own verbs. Each text in it
 * can be a path, because only its verb knows.
 *
 * @param isComplete whether the file is YAML to its end
 * @param paths absolute paths
 * @param patterns absolute paths in which a {@code ${…}} stands for any text
 */
public record ReferredFiles(boolean isComplete, Set<Path> paths, List<Pattern> patterns) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

    /** Stands for a placeholder while a path is resolved. */
    private static final String MARK = "binrun-placeholder";

    /** The number of characters that a path may have on Linux. */
    private static final int LONGEST = 4096;

    /** Reads a scenario file. A file that cannot be read names none. */
    public static ReferredFiles of(Path file) {
        try {
            SourceText source = ScenarioContent.read(file, ScenarioReader.shown(file));
            return of(YamlReader.read(source), file.toAbsolutePath().getParent());
        } catch (IOException | InvalidDocumentException e) {
            return new ReferredFiles(false, Set.of(), List.of());
        }
    }

    private static ReferredFiles of(List<YamlReader.YamlDocument> documents, Path folder) {
        Set<String> texts = documents.stream()
                .flatMap(document -> document.tree().stream())
                .flatMap(ReferredFiles::texts)
                .collect(Collectors.toSet());
        Set<Path> paths = new HashSet<>();
        List<Pattern> patterns = new ArrayList<>();
        for (String text : texts) {
            String marked = PLACEHOLDER.matcher(text).replaceAll(MARK);
            resolved(folder, marked).ifPresent(path -> {
                if (marked.equals(text)) {
                    paths.add(path);
                } else if (marked.replace(MARK, "").chars().anyMatch(Character::isLetterOrDigit)) {
                    patterns.add(pattern(path));
                }
            });
        }
        boolean complete = !documents.isEmpty()
                && documents.stream().allMatch(document -> document.tree().isPresent());
        return new ReferredFiles(complete, Set.copyOf(paths), List.copyOf(patterns));
    }

    /** Returns whether the scenario file may name a file. */
    public boolean mayName(Path absolute) {
        return paths.contains(absolute)
                || patterns.stream()
                        .anyMatch(
                                pattern -> pattern.matcher(absolute.toString()).matches());
    }

    private static Stream<String> texts(Tree tree) {
        if (tree instanceof Tree.Mapping map) {
            return map.entries().stream().flatMap(entry -> texts(entry.value()));
        }
        return tree instanceof Tree.Sequence list
                ? list.items().stream().flatMap(ReferredFiles::texts)
                : words(((Tree.Scalar) tree).text());
    }

    /** A scalar can have several arguments. */
    private static Stream<String> words(String text) {
        return text.length() > LONGEST
                ? Stream.of()
                : Stream.concat(Stream.of(text), Stream.of(text.split("\\s+"))).filter(word -> !word.isBlank());
    }

    private static Optional<Path> resolved(Path folder, String text) {
        try {
            return Optional.of(folder.resolve(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Pattern pattern(Path path) {
        return Pattern.compile(
                Stream.of(path.toString().split(MARK, -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
