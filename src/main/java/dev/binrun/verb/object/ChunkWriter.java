package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** Stores the bytes of an object in chunks, in order, with several chunks in flight at once. */
final class ChunkWriter {
    /**
     * The size, number of chunks and digest of an object, as in its info.
     *
     * @param size the number of bytes
     * @param chunks the number of chunks
     * @param digest {@code SHA-256=} and the hash in URL-safe Base64 (ADR-20)
     */
    record Sum(long size, long chunks, String digest) {
        /** Returns the sum for bytes that the hash has consumed. */
        static Sum of(long size, long chunks, MessageDigest hash) {
            return new Sum(size, chunks, "SHA-256=" + Base64.getUrlEncoder().encodeToString(hash.digest()));
        }

        /** Writes the fields into an object's info. */
        void addTo(JsonObject info) {
            info.addProperty("size", size);
            info.addProperty("chunks", chunks);
            info.addProperty("digest", digest);
        }
    }

    private static final long BYTES_IN_FLIGHT = 4 * 1024 * 1024;
    private static final int IN_FLIGHT = 256;

    private final VerbWorld world;
    private final String subject;
    private final ArrayDeque<SentChunk> inFlight = new ArrayDeque<>();

    private record SentChunk(CompletableFuture<Message> reply, PendingOperation recorded) {}

    private ChunkWriter(VerbWorld world, String subject) {
        this.world = world;
        this.subject = subject;
    }

    /**
     * Stores bytes in chunks and returns their sum.
     *
     * @param chunk the maximum size of a chunk, in bytes
     * @throws VerbFailedException if a chunk was rejected or not acknowledged; then no chunk is in flight
     */
    static Sum publish(VerbWorld world, String subject, byte[] bytes, int chunk) throws InterruptedException {
        ChunkWriter chunks = new ChunkWriter(world, subject);
        try {
            chunks.publish(bytes, chunk);
        } catch (VerbFailedException e) {
            chunks.awaitAll();
            throw e;
        }
        MessageDigest hash = sha256();
        hash.update(bytes);
        return Sum.of(bytes.length, ((long) bytes.length + chunk - 1) / chunk, hash);
    }

    /** Returns a new SHA-256 digest. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private void publish(byte[] bytes, int chunk) throws InterruptedException {
        long limit = Math.max(1, Math.min(IN_FLIGHT, BYTES_IN_FLIGHT / chunk));
        for (long from = 0; from < bytes.length; from += chunk) {
            byte[] part = Arrays.copyOfRange(bytes, (int) from, (int) Math.min(bytes.length, from + chunk));
            if (from == 0 && Api.clustered(world.connection())) {
                publishFirst(part);
                continue;
            }
            inFlight.add(send(part));
            if (inFlight.size() >= limit) {
                await();
            }
        }
        while (!inFlight.isEmpty()) {
            await();
        }
    }

    /** Sends the first chunk alone, because the leader of a new stream may not listen yet, which needs retries. */
    private void publishFirst(byte[] part) throws InterruptedException {
        Connection connection = world.connection();
        ObjectPartRecorder.await(
                record(part),
                () -> Api.response(
                        subject,
                        Retry.whileNoResponders(
                                world, () -> Api.request(connection, subject, null, part, world.patience()))));
    }

    private SentChunk send(byte[] part) {
        PendingOperation recorded = record(part);
        try {
            return new SentChunk(Api.send(world.connection(), subject, null, part, world.patience()), recorded);
        } catch (VerbFailedException e) {
            e.complete(recorded);
            throw e;
        }
    }

    private PendingOperation record(byte[] part) {
        return world.recorder().publish(subject, part, "", Duration.ZERO);
    }

    private void await() throws InterruptedException {
        Connection connection = world.connection();
        SentChunk sent = inFlight.remove();
        ObjectPartRecorder.await(
                sent.recorded(),
                () -> Api.response(subject, Api.await(connection, sent.reply(), subject, world.patience())));
    }

    /** Waits for the chunks in flight, so that none is stored after the caller has purged the others. */
    private void awaitAll() throws InterruptedException {
        while (!inFlight.isEmpty()) {
            try {
                await();
            } catch (VerbFailedException later) {
                continue; // the caller throws the first failure
            }
        }
    }
}
