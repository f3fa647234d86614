package dev.binrun.server.host;

import java.io.IOException;
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
     * @param servers the process ids of the nats-servers that run in it
     */
    public record Home(Path folder, List<Long> servers) {}

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
        for (Path home : new StaleHomes(homes, Optional.empty()).find()) {
            stale.add(home(home));
        }
        List<Home> kept = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(homes, Leftovers::isKept)) {
            for (Path home : all) {
                kept.add(home(home));
            }
        }
        return new Leftovers(stale, kept);
    }

    /** A home that is kept has servers, and no lock file: {@link Reaper#release()}. */
    private static boolean isKept(Path home) throws IOException {
        if (!StaleHomes.NAME.matcher(home.getFileName().toString()).matches()
                || Files.exists(home.resolve(Reaper.LOCK))) {
            return false;
        }
        try (DirectoryStream<Path> runs = runs(home)) {
            return runs.iterator().hasNext();
        }
    }

    private static Home home(Path home) throws IOException {
        List<Long> servers = new ArrayList<>();
        try (DirectoryStream<Path> runs = runs(home)) {
            for (Path run : runs) {
                StaleHomes.server(new RunFolder(run).pidFile()).ifPresent(server -> servers.add(server.pid()));
            }
        }
        return new Home(home, List.copyOf(servers));
    }

    private static DirectoryStream<Path> runs(Path home) throws IOException {
        return Files.newDirectoryStream(home, path -> Files.exists(new RunFolder(path).config()));
    }
}
