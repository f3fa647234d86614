package dev.binrun.playground;

import dev.binrun.sessions.Topology;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The store of a live system, compared with its last clean stop before and after the server starts. */
final class CheckedStore {
    private static final int MANY = 10_000;

    private final StoredStreams streams;
    private final List<String> before;
    private final Map<String, List<Path>> damagedBlocks;
    private final StoreWarnings serverWarnings;
    private final Consumer<String> lines;

    /**
     * Checks a store that no server uses, and moves the files out of it that the server must not read.
     *
     * @param lastStop the contents at the last clean stop; empty if the last server was killed
     * @param lines gets each warning
     * @throws dev.binrun.server.host.ServerException if a server could not recover the store
     */
    CheckedStore(Path storeDir, Optional<List<String>> lastStop, Consumer<String> lines) throws IOException {
        this.lines = lines;
        before = lastStop.orElse(List.of());
        if (StoreSums.withoutSums(before).size() > MANY) {
            lines.accept("checking the store of more than 10,000 consumers, which can take minutes");
        }
        streams = StoredStreams.of(storeDir, before);
        streams.strayWarnings().forEach(lines);
        streams.missing(before).forEach(lines);
        CommandMirror.takeConsumers(storeDir);
        streams.renameDamagedPositions().forEach(lines);
        StoreSums sums = new StoreSums(streams.folder());
        sums.damagedConsumers(before).forEach(lines);
        damagedBlocks = sums.damagedBlocks(before);
        streams.requireHarmless(damagedBlocks);
        serverWarnings = new StoreWarnings(lastStop.isPresent(), streams.strayNames());
    }

    /** Reads a line of the server's log. */
    void logged(String line) {
        serverWarnings.add(line);
    }

    /** Throws if the server did not recover a stream, and prints the server's own warnings about the store. */
    void requireRecovered(Connection nc) throws IOException, JetStreamApiException {
        streams.requireAll(nc.jetStreamManagement(), serverWarnings);
        serverWarnings.sentences().forEach(lines);
    }

    /**
     * Compares the messages with the last stop, warns, and moves empty streams to the position of their followers.
     *
     * @return the sequence up to which all commands were worked; 0 if unknown
     */
    long compareMessages(Connection nc) throws IOException, JetStreamApiException, InterruptedException {
        StreamPositions positions = new StreamPositions(nc, lines);
        positions.compareCounts(before);
        new UnreadableMessages(nc).warnings(damagedBlocks).forEach(lines);
        return positions.check();
    }

    /** Returns the buckets whose entries may be lost; a bucket that was removed through the server is not damaged. */
    Set<String> damagedBuckets() {
        return Stream.of(Topology.SESSIONS, Topology.COMMANDS)
                .filter(bucket -> {
                    String stream = "KV_" + bucket;
                    return serverWarnings.areOf(stream)
                            || before.contains(stream) && !streams.names().contains(stream);
                })
                .collect(Collectors.toSet());
    }
}
