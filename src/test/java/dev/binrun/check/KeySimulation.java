package dev.binrun.check;

import dev.binrun.history.Fingerprint;
import dev.binrun.history.NameTable;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;

/** Clients of a healthy bucket, each with one open operation. */
final class KeySimulation {
    private final Recorder[] clients;
    private final Runnable[] open;
    private final Random random;
    private final long[] revisions;
    private final byte[][] values;
    private long revision;

    KeySimulation(Recorder[] clients, Random random, int keys) {
        this.clients = clients;
        this.open = new Runnable[clients.length];
        this.random = random;
        this.revisions = new long[keys];
        this.values = new byte[keys][];
    }

    /** Returns the final state of the bucket. */
    StreamState end(NameTable names) {
        TreeMap<Long, Integer> keys = new TreeMap<>();
        for (int key = 0; key < revisions.length; key++) {
            if (values[key] != null) {
                keys.put(revisions[key], key);
            }
        }
        StreamState.Builder end = StreamState.of("KV_B", StreamLimits.none(), names);
        keys.forEach((at, key) -> end.add(at, "$KV.B.k" + key, Fingerprint.of(values[key]), 0, 0));
        return end.build(1, revision, 0);
    }

    /** Completes the open operation of a client, and invokes its next one, which takes effect at once. */
    void next(int i) {
        int client = random.nextInt(clients.length);
        if (open[client] != null) {
            open[client].run();
        }
        int key = random.nextInt(revisions.length);
        boolean lost = random.nextInt(20) == 0;
        if (random.nextBoolean()) {
            byte[] value = ByteBuffer.allocate(4).putInt(i).array();
            PendingOperation put = clients[client].kvPut("B", "k" + key, value, Duration.ZERO);
            boolean done = !lost || random.nextBoolean();
            long written = done ? ++revision : 0;
            revisions[key] = done ? written : revisions[key];
            values[key] = done ? value : values[key];
            open[client] = () -> {
                if (!lost) {
                    put.ok(written);
                }
            };
        } else {
            PendingOperation get = clients[client].kvGet("B", "k" + key);
            long seen = revisions[key];
            byte[] value = values[key];
            open[client] = () -> {
                if (value == null) {
                    get.notFound();
                } else {
                    get.found(seen, value);
                }
            };
        }
    }
}
