package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** Stores the bytes of an object in chunks, in order, several under way at once. */
final class ChunkWriter {
    /**
     * What an object's info says of its bytes.
     *
     * @param digest {@code SHA-256=} and the hash in URL-safe Base64 (ADR-20)
     */
    record Sum(long size, long chunks, String digest) {
        static Sum of(long size, long chunks, MessageDigest hash) {
            return new Sum(size, chunks, "SHA-256=" + Base64.getUrlEncoder().encodeToString(hash.digest()));
        }

        void addTo(JsonObject info) {
            info.addProperty("size", size);
            info.addProperty("chunks", chunks);
            info.addProperty("digest", digest);
        }
    }

    private static final long BYTES_IN_FLIGHT = 4 * 1024 * 1024;
    private static final int IN_FLIGHT = 256;

    private final World world;
    private final String subject;
    private final ArrayDeque<SentChunk> underWay = new ArrayDeque<>();

    /** A chunk under way, and what the history has of it. */
    private record SentChunk(CompletableFuture<Message> answer, PendingOperation recorded) {}

    private ChunkWriter(World world, String subject) {
        this.world = world;
        this.subject = subject;
    }

    /**
     * Stores them.
     *
     * @throws VerbFailedException if the server does not take one; then none is under way any more
     */
    static Sum publish(World world, String subject, byte[] bytes, int chunk) throws InterruptedException {
        ChunkWriter chunks = new ChunkWriter(world, subject);
        try {
            chunks.publish(bytes, chunk);
        } catch (VerbFailedException e) {
            chunks.settle();
            throw e;
        }
        MessageDigest hash = sha256();
        hash.update(bytes);
        return Sum.of(bytes.length, ((long) bytes.length + chunk - 1) / chunk, hash);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void publish(byte[] bytes, int chunk) throws InterruptedException {
        long most = Math.max(1, Math.min(IN_FLIGHT, BYTES_IN_FLIGHT / chunk));
        for (long from = 0; from < bytes.length; from += chunk) {
            byte[] part = Arrays.copyOfRange(bytes, (int) from, (int) Math.min(bytes.length, from + chunk));
            if (from == 0 && Api.clustered(world.connection())) {
                first(part);
                continue;
            }
            underWay.add(send(part));
            if (underWay.size() >= most) {
                await();
            }
        }
        while (!underWay.isEmpty()) {
            await();
        }
    }

    /** Alone, so that none of the others is stored before it where nobody listened yet. */
    private void first(byte[] part) throws InterruptedException {
        Connection connection = world.connection();
        ObjectPartRecorder.await(
                asked(part),
                () -> Api.response(
                        subject,
                        Retry.whileNoResponders(
                                world, () -> Api.request(connection, subject, null, part, world.patience()))));
    }

    private SentChunk send(byte[] part) {
        PendingOperation recorded = asked(part);
        try {
            return new SentChunk(Api.send(world.connection(), subject, null, part, world.patience()), recorded);
        } catch (VerbFailedException e) {
            e.complete(recorded);
            throw e;
        }
    }

    private PendingOperation asked(byte[] part) {
        return world.recorder().publish(subject, part, "", Duration.ZERO);
    }

    private void await() throws InterruptedException {
        Connection connection = world.connection();
        SentChunk sent = underWay.remove();
        ObjectPartRecorder.await(
                sent.recorded(),
                () -> Api.response(subject, Api.await(connection, sent.answer(), subject, world.patience())));
    }

    /** Waits for what is under way, so that none is stored after the others were purged. */
    private void settle() throws InterruptedException {
        while (!underWay.isEmpty()) {
            try {
                await();
            } catch (VerbFailedException another) {
                continue; // the first failure is the one that is reported
            }
        }
    }
}
