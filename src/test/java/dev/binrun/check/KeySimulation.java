package dev.binrun.check;

import dev.binrun.history.Asked;
import dev.binrun.history.Recorder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;

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
            Asked put = clients[client].kvPut("B", "k" + key, value, Duration.ZERO);
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
            Asked get = clients[client].kvGet("B", "k" + key);
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
