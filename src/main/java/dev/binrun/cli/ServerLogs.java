package dev.binrun.cli;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The complete server logs of a run: one file for each scenario, repetition and node. */
final class ServerLogs {
    private static final int LONGEST_NAME = 150;

    private final Path folder;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Set<Path>> files = new HashMap<>();
    private final List<String> failures = new ArrayList<>();

    private ServerLogs(Path folder) {
        this.folder = folder;
    }

    /**
     * Creates the folder if it is missing.
     *
     * @throws IOException if it cannot be created, or no file can be created in it
     */
    static ServerLogs in(Path folder) throws IOException {
        FileOwnership.createResultFolder(folder);
        Files.delete(Files.createTempFile(folder, ".binrun-", ".tmp"));
        return new ServerLogs(folder);
    }

    /** Names the logs by the order of the scenarios, because the order in which their servers start varies. */
    ServerLogs naming(List<ScenarioCase> scenarios) {
        Set<String> taken = new HashSet<>();
        scenarios.forEach(scenario -> names.put(scenario.name(), free(scenario.name(), taken)));
        return this;
    }

    /** Returns the folder of the logs. */
    Path folder() {
        return folder;
    }

    /**
     * Creates the file of one server, and returns a consumer that appends a line to it.
     *
     * @param attempt the number of the try, from 1
     * @param number the number of the run in this try, from 1
     */
    synchronized Consumer<String> open(ScenarioCase scenario, int attempt, int number, String node) {
        boolean repeated =
                scenario.config().filter(config -> config.repeat() > 1).isPresent();
        String name = name(scenario, attempt);
        Path file = folder.resolve(name + (repeated ? ".run-" + number : "") + "." + node + ".log");
        try {
            FileOwnership.replaceResult(file).close();
            files.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(file);
            return line -> write(file, line);
        } catch (IOException e) {
            failed(file, e);
            return line -> {};
        }
    }

    /** Returns the paths of the files of one try, separated by commas. */
    synchronized String of(ScenarioCase scenario, int attempt) {
        return files.getOrDefault(name(scenario, attempt), Set.of()).stream()
                .map(Path::toString)
                .collect(Collectors.joining(", "));
    }

    private String name(ScenarioCase scenario, int attempt) {
        return names.get(scenario.name()) + (attempt > 1 ? ".try-" + attempt : "");
    }

    /** Returns one sentence for each file that could not be written. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Opens the file for each line, because a run may have thousands of files and may be stopped at any time. */
    private void write(Path file, String line) {
        try {
            Files.writeString(
                    file, line + System.lineSeparator(), StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            failed(file, e);
        }
    }

    private synchronized void failed(Path file, IOException e) {
        String failure = "--server-log: " + file + " cannot be written: " + IoReason.of(e);
        if (!failures.contains(failure)) {
            failures.add(failure);
        }
    }

    /** Returns an ASCII name for any file system, which differs from all others even if case is ignored. */
    private static String free(String scenario, Set<String> taken) {
        String plain = scenario.replaceAll("[^A-Za-z0-9-]+", "_").replaceAll("^[_-]+|[_-]+$", "");
        String name = plain.isEmpty() ? "scenario" : plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
        String free = name;
        for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}
