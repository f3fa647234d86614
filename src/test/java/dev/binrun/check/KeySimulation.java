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

/** Clients of a bucket that does what it should, each with one operation under way. */
final class KeySimulation {
    private final Recorder[] clients;
    private final Runnable[] underWay;
    private final Random random;
    private final long[] revisions;
    private final byte[][] values;
    private long revision;

    KeySimulation(Recorder[] clients, Random random, int keys) {
        this.clients = clients;
        this.underWay = new Runnable[clients.length];
        this.random = random;
        this.revisions = new long[keys];
        this.values = new byte[keys][];
    }

    /** The bucket as it is left. */
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

    /** A client gets its answer, and asks again; what it asks for is done at once. */
    void next(int i) {
        int client = random.nextInt(clients.length);
        if (underWay[client] != null) {
            underWay[client].run();
        }
        int key = random.nextInt(revisions.length);
        boolean lost = random.nextInt(20) == 0;
        if (random.nextBoolean()) {
            byte[] value = ByteBuffer.allocate(4).putInt(i).array();
            PendingOperation put = clients[client].kvPut("B", "k" + key, value, Duration.ZERO);
            boolean done = !lost || random.nextBoolean();
            long made = done ? ++revision : 0;
            revisions[key] = done ? made : revisions[key];
            values[key] = done ? value : values[key];
            underWay[client] = () -> {
                if (!lost) {
                    put.ok(made);
                }
            };
        } else {
            PendingOperation get = clients[client].kvGet("B", "k" + key);
            long seen = revisions[key];
            byte[] value = values[key];
            underWay[client] = () -> {
                if (value == null) {
                    get.notFound();
                } else {
                    get.found(seen, value);
                }
            };
        }
    }
}
