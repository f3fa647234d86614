package dev.binrun.playground;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.sessions.BusinessLogic;
import dev.binrun.sessions.Topology;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sees the mirror of the work queue through a restart.
 *
 * <p>nats-server 2.14.0 does not by itself: the worker's durable has the mirror's filter, so the mirror's own consumer on the origin
 * is refused (error 10100), the mirror stays where it is and the work queue no longer empties. What heals it: neither consumer is
 * there when the server starts, and the worker's is made again once the mirror is active. Removed through the server, they are gone
 * too late: the mirror tries 100 to 200 ms after the start, and a removal in that very moment lets it lose or repeat messages; after a
 * refusal it tries again only seconds later. So they are removed from the store before the server starts. What was worked and is still
 * stored then comes once more; how far the work had come at a clean stop is kept with the stream.
 */
final class CommandMirror {
    private static final Path CONSUMERS = Path.of("jetstream", "$G", "streams", Topology.COMMAND, "obs");
    private static final Path TAKEN = Path.of("taken-consumers");
    private static final String MIRRORS_CONSUMER = "JS_MIRROR_";
    private static final String WORKED_THROUGH = "binrun.worked-through";

    private CommandMirror() {}

    /** Returns whether an entry {@code STREAM/CONSUMER} names one of the consumers that are made again at each start. */
    static boolean isRemade(String entry) {
        return entry.equals(Topology.COMMAND + "/" + BusinessLogic.COMMAND_X)
                || entry.startsWith(Topology.COMMAND + "/" + MIRRORS_CONSUMER);
    }

    /** Returns the fields of the worker's consumer that were edited by hand before it was taken. */
    static Optional<String> editsOfTaken(Path storeDir) throws IOException {
        Path meta = storeDir.resolve(TAKEN).resolve(BusinessLogic.COMMAND_X).resolve("meta.inf");
        return Files.isRegularFile(meta, LinkOption.NOFOLLOW_LINKS)
                ? BusinessLogic.editsOfCommandX(Files.readString(meta, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /** Takes both consumers out of a store that no server uses. */
    static void takeConsumers(Path storeDir) throws IOException {
        discardConsumers(storeDir);
        for (Path consumer : list(storeDir.resolve(CONSUMERS))) {
            String name = consumer.getFileName().toString();
            if (isRemade(Topology.COMMAND + "/" + name)) {
                Path taken = storeDir.resolve(TAKEN);
                FileOwnership.createPrivateFolder(taken);
                Files.move(consumer, taken.resolve(name));
            }
        }
    }

    /** Puts them back after a start that failed, when its server has ended. */
    static void returnConsumers(Path storeDir) throws IOException {
        for (Path consumer : list(storeDir.resolve(TAKEN))) {
            Path place = storeDir.resolve(CONSUMERS).resolve(consumer.getFileName());
            if (Files.isDirectory(place.getParent()) && !Files.exists(place)) {
                Files.move(consumer, place);
            }
        }
        discardConsumers(storeDir);
    }

    /** Removes them. */
    static void discardConsumers(Path storeDir) throws IOException {
        Path taken = storeDir.resolve(TAKEN);
        if (Files.isDirectory(taken, LinkOption.NOFOLLOW_LINKS)) {
            remove(taken);
        }
    }

    /** The last sequence up to which all commands were worked when the last clean stop came, 0 if none did. */
    static long workedThrough(Connection nc) throws IOException, JetStreamApiException {
        String kept = metadata(configuration(nc.jetStreamManagement())).getOrDefault(WORKED_THROUGH, "");
        return kept.matches("\\d{1,18}") ? Long.parseLong(kept) : 0;
    }

    /** Whether every command that a worker was handed is acknowledged. */
    static boolean isAllAcknowledged(Connection nc) throws IOException, JetStreamApiException {
        return worker(nc.jetStreamManagement()).getNumAckPending() == 0;
    }

    /** Keeps how far the work has come. */
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

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
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
