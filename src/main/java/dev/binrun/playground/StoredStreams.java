package dev.binrun.playground;

import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.ServerException;
import dev.binrun.sessions.TerminalText;
import dev.binrun.sessions.Topology;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The streams in a store before its server starts.
 *
 * <p>A server removes the folder of a stream whose files it cannot open, and an empty stream would replace it. So the
 * types of the files are checked before the start, and the names of the streams after it.
 *
 * @param folder the folder of all streams
 * @param names the names of the streams
 * @param stray other files and folders in the folder, which the server ignores
 */
record StoredStreams(Path folder, List<String> names, List<Path> stray) {
    private static final Set<String> OURS = Set.of(
            Topology.COMMAND,
            Topology.EVENT,
            Topology.MIRROR,
            Topology.MIGRATED,
            "KV_" + Topology.SESSIONS,
            "KV_" + Topology.COMMANDS);

    /**
     * Reads a store that no server uses.
     *
     * @param before the contents at the last stop, if they are known
     * @throws ServerException if a server could not open a file in it
     */
    static StoredStreams of(Path storeDir, List<String> before) throws IOException {
        Path folder = StoreWarnings.streams(storeDir);
        List<String> names = new ArrayList<>();
        List<Path> stray = new ArrayList<>();
        for (Path entry : list(folder)) {
            String name = entry.getFileName().toString();
            if (!OURS.contains(name) && !before.contains(name) && !hasPartOfStream(entry)) {
                stray.add(entry);
            } else {
                refuseWrongKinds(entry);
                names.add(name);
            }
        }
        return new StoredStreams(folder, names, stray);
    }

    /** Returns one warning for each stray file. */
    List<String> strayWarnings() {
        return stray.stream()
                .map(path -> "warning: " + TerminalText.text(path.toString(), 4096)
                        + " is not the folder of a stream; it is ignored")
                .toList();
    }

    /** Returns the names of the stray files. */
    List<String> strayNames() {
        return stray.stream().map(path -> path.getFileName().toString()).toList();
    }

    private static boolean hasPartOfStream(Path entry) {
        return Stream.of("meta.inf", "meta.sum", "msgs", "obs").anyMatch(part -> exists(entry.resolve(part)));
    }

    /**
     * Checks that the server recovered all streams.
     *
     * @throws ServerException if the server does not list a stream
     */
    void requireAll(JetStreamManagement management, StoreWarnings warnings) throws IOException, JetStreamApiException {
        Set<String> listed = new HashSet<>(management.getStreamNames());
        for (String name : names) {
            if (!listed.contains(name)) {
                throw refused(folder.resolve(name), warnings.reason(name).orElse("its log does not say why"));
            }
        }
    }

    /** Returns the names of the streams, and of their consumers as {@code STREAM/CONSUMER}. */
    List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (String name : names) {
            contents.add(name);
            for (Path consumer : list(folder.resolve(name).resolve("obs"))) {
                contents.add(name + "/" + consumer.getFileName());
            }
        }
        return contents;
    }

    /**
     * Returns one warning for each stream and consumer that was removed from the store since a clean stop.
     *
     * @param before the contents at the stop
     */
    List<String> missing(List<String> before) {
        List<String> warnings = new ArrayList<>();
        for (String entry : before) {
            if (entry.contains(" ") || CommandMirror.isRecreated(entry)) {
                continue;
            }
            String[] words = entry.split("/", 2);
            if (words.length == 1 && !names.contains(entry)) {
                warnings.add("warning: the stream " + TerminalText.text(entry, 255)
                        + " was removed from the store: it is created again without its messages");
            } else if (words.length == 2 && names.contains(words[0]) && !hasPosition(words[0], words[1])) {
                warnings.add("warning: the position of the consumer " + TerminalText.text(words[1], 255) + " on "
                        + TerminalText.text(words[0], 255)
                        + " is missing in the store: its messages are delivered again");
            }
        }
        return warnings;
    }

    /**
     * Checks that a server can read the damaged message files.
     *
     * @throws ServerException if a server must not read one of them
     */
    void requireHarmless(Map<String, List<Path>> damagedBlocks) throws IOException {
        for (Map.Entry<String, List<Path>> entry : damagedBlocks.entrySet()) {
            for (Path block : entry.getValue()) {
                refuse(folder.resolve(entry.getKey()), StoredBlock.danger(block));
            }
        }
    }

    /** Renames the positions that a server cannot read, and returns a warning for each. */
    List<String> renameDamagedPositions() throws IOException {
        List<String> warnings = new ArrayList<>();
        for (String name : names) {
            for (Path consumer : list(folder.resolve(name).resolve("obs"))) {
                StoredPosition.renameDamaged(consumer).ifPresent(warnings::add);
            }
        }
        return warnings;
    }

    /** A server writes each position when it stops. */
    private boolean hasPosition(String stream, String consumer) {
        return folder.resolve(stream)
                        .resolve("obs")
                        .resolve(consumer)
                        .resolve(StoredPosition.FILE)
                        .toFile()
                        .length()
                > 0;
    }

    private static void refuseWrongKinds(Path stream) throws IOException {
        refuse(stream, wrongFolder(stream));
        for (String file : List.of("meta.inf", "meta.sum")) {
            refuse(stream, wrongFile(stream.resolve(file)));
        }
        for (String part : List.of("msgs", "obs")) {
            Path contents = stream.resolve(part);
            if (exists(contents)) {
                refuse(stream, wrongFolder(contents));
            }
        }
        for (Path block : list(stream.resolve("msgs"))) {
            refuse(stream, wrongFile(block));
        }
        for (Path consumer : list(stream.resolve("obs"))) {
            refuse(stream, wrongFolder(consumer));
            for (Path file : list(consumer)) {
                refuse(stream, wrongFile(file));
            }
        }
    }

    private static Optional<String> wrongFolder(Path path) {
        if (!Files.isDirectory(path)) {
            return Optional.of(path + " is not a folder");
        }
        return usable(path);
    }

    private static Optional<String> wrongFile(Path path) {
        if (!exists(path)) {
            return Optional.of(path + " is missing");
        }
        if (!Files.isRegularFile(path)) {
            return Optional.of(path + (Files.isDirectory(path) ? " is a folder" : " is not a regular file"));
        }
        return usable(path);
    }

    private static Optional<String> usable(Path path) {
        return Files.isReadable(path) && Files.isWritable(path)
                ? Optional.empty()
                : Optional.of(path + " cannot be read and written: permission denied");
    }

    /** A broken link exists too. */
    private static boolean exists(Path path) {
        return Files.exists(path) || Files.isSymbolicLink(path);
    }

    private static void refuse(Path stream, Optional<String> reason) {
        if (reason.isPresent()) {
            throw refused(stream, TerminalText.text(reason.get(), 4096));
        }
    }

    private static ServerException refused(Path stream, String reason) {
        return new ServerException("the stream "
                + TerminalText.text(stream.getFileName().toString(), 255) + " in "
                + TerminalText.text(stream.toString(), 4096) + " cannot be recovered: " + reason
                + "\nnext: repair the folder or replace it by a copy; or move it away, and an empty stream is created in its"
                + " place");
    }

    /** The server renames a stream that it removes to a name with a dot. */
    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ServerException(
                    "the folder " + TerminalText.text(folder.toString(), 4096) + " cannot be read: " + IoReason.of(e),
                    e);
        }
    }
}
