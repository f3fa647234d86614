package dev.binrun.cli;

import dev.binrun.scenario.Scenario;
import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The complete logs of the servers of a run: a file for each scenario, run and node. */
final class ServerLogs {
    private static final int LONGEST_NAME = 150;

    private final Path folder;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, List<Path>> files = new LinkedHashMap<>();
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

    /** Names the logs of these scenarios, in their order, so that the names do not depend on which server starts first. */
    ServerLogs naming(List<Scenario> scenarios) {
        Set<String> taken = new HashSet<>();
        scenarios.forEach(scenario -> names.put(scenario.name(), free(scenario.name(), taken)));
        return this;
    }

    Path folder() {
        return folder;
    }

    /** Opens the file of one server, and returns what writes a line to it. */
    synchronized Consumer<String> open(Scenario scenario, int number, String node) {
        boolean repeated =
                scenario.config().filter(config -> config.repeat() > 1).isPresent();
        String name = names.get(scenario.name());
        Path file = folder.resolve(name + (repeated ? ".run-" + number : "") + "." + node + ".log");
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileSystemException(file.toString(), null, "a folder is in the way");
            }
            Files.deleteIfExists(file); // a link, and no file behind it
            FileOwnership.createResult(file).close();
            files.computeIfAbsent(scenario.name(), key -> new ArrayList<>()).add(file);
            return line -> write(file, line);
        } catch (IOException e) {
            failed(file, e);
            return line -> {};
        }
    }

    /** Returns the files of a scenario, as a report names them. */
    synchronized String of(Scenario scenario) {
        return files.getOrDefault(scenario.name(), List.of()).stream()
                .map(Path::toString)
                .collect(Collectors.joining(", "));
    }

    /** The files that could not be written, a sentence for each. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Keeps no file open: a run may have thousands, and the process may be stopped at any time. */
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

    /** A name in ASCII that any file system takes, different from all others whatever the case. */
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
