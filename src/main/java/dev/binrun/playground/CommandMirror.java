package dev.binrun.playground;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.Folder;
import dev.binrun.sessions.BusinessLogic;
import dev.binrun.sessions.Topology;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the mirror of the work queue alive over restarts.
 *
 * <p>In nats-server 2.14.0 the mirror stops after a restart. Its consumer on the origin has the filter of the worker's
 * consumer, so the server rejects it (error 10100), and the work queue no longer empties. The mirror works if neither
 * consumer exists when the server starts, and the worker's consumer is created when the mirror is active.
 *
 * <p>To delete them through the server is too late. The mirror starts 100 to 200 ms after the server, and loses or
 * repeats messages if its consumer is deleted at this moment. So they are moved out of the store before the start.
 * Commands that were worked and are still stored are then delivered again. The metadata of the stream keeps the
 * sequence up to which commands were worked at a clean stop.
 */
final class CommandMirror {
    private static final Path CONSUMERS = Path.of("jetstream", "$G", "streams", Topology.COMMAND, "obs");
    private static final Path TAKEN = Path.of("taken-consumers");
    private static final String MIRRORS_CONSUMER = "JS_MIRROR_";
    private static final String WORKED_THROUGH = "binrun.worked-through";

    private CommandMirror() {}

    /** Returns whether an entry {@code STREAM/CONSUMER} names a consumer that each start creates again. */
    static boolean isRecreated(String entry) {
        return entry.equals(Topology.COMMAND + "/" + BusinessLogic.COMMAND_X)
                || entry.startsWith(Topology.COMMAND + "/" + MIRRORS_CONSUMER);
    }

    /** Returns a sentence about the fields of the worker's consumer that were edited by hand. */
    static Optional<String> handEdits(Path storeDir) throws IOException {
        Path meta = storeDir.resolve(TAKEN).resolve(BusinessLogic.COMMAND_X).resolve("meta.inf");
        return Files.isRegularFile(meta, LinkOption.NOFOLLOW_LINKS)
                ? BusinessLogic.editsOfCommandX(Files.readString(meta, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /** Moves both consumers out of a store that no server uses. */
    static void takeConsumers(Path storeDir) throws IOException {
        discardConsumers(storeDir);
        for (Path consumer : list(storeDir.resolve(CONSUMERS))) {
            String name = consumer.getFileName().toString();
            if (isRecreated(Topology.COMMAND + "/" + name)) {
                Path taken = storeDir.resolve(TAKEN);
                FileOwnership.createPrivateFolder(taken);
                Files.move(consumer, taken.resolve(name));
            }
        }
    }

    /** Moves both consumers back after a failed start. No server may use the store. */
    static void returnConsumers(Path storeDir) throws IOException {
        for (Path consumer : list(storeDir.resolve(TAKEN))) {
            Path place = storeDir.resolve(CONSUMERS).resolve(consumer.getFileName());
            if (Files.isDirectory(place.getParent()) && !Files.exists(place)) {
                Files.move(consumer, place);
            }
        }
        discardConsumers(storeDir);
    }

    /** Deletes both consumers, if they were moved out of the store. */
    static void discardConsumers(Path storeDir) throws IOException {
        Path taken = storeDir.resolve(TAKEN);
        if (Files.isDirectory(taken, LinkOption.NOFOLLOW_LINKS)) {
            Folder.delete(taken);
        }
    }

    /** Returns the sequence up to which all commands were worked at the last clean stop; 0 without a clean stop. */
    static long workedThrough(Connection nc) throws IOException, JetStreamApiException {
        String kept = metadata(configuration(nc.jetStreamManagement())).getOrDefault(WORKED_THROUGH, "");
        return kept.matches("\\d{1,18}") ? Long.parseLong(kept) : 0;
    }

    /** Returns whether the server has the acknowledgements of all delivered commands. */
    static boolean isAllAcknowledged(Connection nc) throws IOException, JetStreamApiException {
        return worker(nc.jetStreamManagement()).getNumAckPending() == 0;
    }

    /** Writes the sequence up to which all commands were worked to the metadata of the stream. */
    static void keepWorkedThrough(Connection nc) throws IOException, JetStreamApiException {
        JetStreamManagement management = nc.jetStreamManagement();
        StreamConfiguration configuration = configuration(management);
        Map<String, String> metadata = metadata(configuration);
        metadata.put(WORKED_THROUGH, String.valueOf(BusinessLogic.workedThrough(worker(management))));
        management.updateStream(
                StreamConfiguration.builder(configuration).metadata(metadata).build());
    }

    private static StreamConfiguration configuration(JetStreamManagement management)
            throws IOException, JetStreamApiException {
        return management.getStreamInfo(Topology.COMMAND).getConfiguration();
    }

    private static ConsumerInfo worker(JetStreamManagement management) throws IOException, JetStreamApiException {
        return management.getConsumerInfo(Topology.COMMAND, BusinessLogic.COMMAND_X);
    }

    private static Map<String, String> metadata(StreamConfiguration configuration) {
        return configuration.getMetadata() == null ? new HashMap<>() : new HashMap<>(configuration.getMetadata());
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
