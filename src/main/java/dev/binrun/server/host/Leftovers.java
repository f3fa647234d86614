package dev.binrun.server.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folders that earlier JVMs of this user left, and the servers that still run in them. Looking changes nothing.
 *
 * @param stale the folders of JVMs that were killed; the next run ends their servers and removes them
 * @param kept the folders of failed tests and scenarios whose servers were kept
 */
public record Leftovers(List<Home> stale, List<Home> kept) {
    /**
     * One folder.
     *
     * @param folder its path
     * @param runs the folders of its servers
     * @param servers the process ids of the nats-servers that run in it
     */
    public record Home(Path folder, List<Path> runs, List<Long> servers) {}

    /**
     * Returns the leftovers in a folder for temporary files.
     *
     * @throws IOException if the folder cannot be read
     */
    public static Leftovers in(Path temporary) throws IOException {
        Path homes = UserFolder.path(temporary);
        if (!Files.isDirectory(homes)) {
            return new Leftovers(List.of(), List.of());
        }
        List<Home> stale = new ArrayList<>();
        List<Home> kept = new ArrayList<>();
        for (Path home : new StaleHomes(homes, Optional.empty()).find()) {
            home(home).ifPresent(stale::add);
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(homes, Leftovers::mayBeKept)) {
            for (Path home : all) {
                home(home).filter(found -> !found.runs.isEmpty()).ifPresent(kept::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new Leftovers(stale, kept);
    }

    /** {@link Reaper#release()} removes the lock file of a home. A home with a suffix is being removed. */
    private static boolean mayBeKept(Path home) {
        String name = home.getFileName().toString();
        return StaleHomes.NAME.matcher(name).matches()
                && !name.endsWith(StaleHomes.GONE)
                && !Files.exists(home.resolve(Reaper.LOCK));
    }

    /** Returns a home; empty if another process removes it meanwhile. */
    private static Optional<Home> home(Path home) {
        List<Path> runs = new ArrayList<>();
        List<Long> servers = new ArrayList<>();
        try (DirectoryStream<Path> all = runs(home)) {
            for (Path run : all) {
                runs.add(run);
                StaleHomes.server(new RunFolder(run).pidFile()).ifPresent(server -> servers.add(server.pid()));
            }
            return Optional.of(new Home(home, runs, servers));
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
    }

    private static DirectoryStream<Path> runs(Path home) throws IOException {
        return Files.newDirectoryStream(home, path -> Files.exists(new RunFolder(path).config()));
    }
}
