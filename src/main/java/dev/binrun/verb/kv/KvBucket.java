package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketReader;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A key-value bucket with the subjects of its keys. A mirror keeps the subjects of its origin (ADR-8). */
final class KvBucket {
    private static final Pattern KEY = Pattern.compile("[-/_=.a-zA-Z0-9]+");
    private static final Pattern FILTER = Pattern.compile("[-/_=.a-zA-Z0-9*]*>?");

    private final VerbWorld world;
    private final Bucket bucket;
    private final BucketReader reader;
    private String prefix;
    private String putPrefix;
    private boolean knowsOrigin;

    /**
     * Creates access to a bucket, which need not exist.
     *
     * @throws VerbFailedException if the name is not a valid bucket name
     */
    KvBucket(VerbWorld world, String name) {
        this.world = world;
        this.bucket = bucket(name);
        this.reader = new BucketReader(world, bucket);
        this.prefix = "$KV." + name + ".";
        this.putPrefix = prefix;
    }

    /** Returns the bucket with a name, for requests about its stream. */
    static Bucket bucket(String name) {
        return new Bucket(Bucket.BucketKind.KV, name);
    }

    /** Returns the bucket, for requests about its stream. */
    Bucket bucket() {
        return bucket;
    }

    /** Returns the reader of the bucket's messages. */
    BucketReader reader() {
        return reader;
    }

    /**
     * Returns the key.
     *
     * @throws VerbFailedException if the text is not a valid key (ADR-8)
     */
    static String key(String key) {
        if (!KEY.matcher(key).matches() || hasOuterDots(key)) {
            throw VerbFailedException.said(
                    "is not a key",
                    "'" + key + "' is not a key: use letters, digits, '-', '/', '_', '=' and '.', with no '.' at the"
                            + " start or the end (ADR-8)");
        }
        return key;
    }

    /**
     * Returns the subject of a key, or of a filter with wildcards.
     *
     * @throws VerbFailedException if the text is not a valid filter (ADR-8)
     */
    String subjects(String filter) throws InterruptedException {
        if (filter.isEmpty() || !FILTER.matcher(filter).matches() || hasOuterDots(filter)) {
            throw VerbFailedException.said(
                    "is not a key filter",
                    "'" + filter + "' is not a key filter: use a key, '*' for one part between dots, and '>' for all"
                            + " parts that follow (ADR-8)");
        }
        findOrigin();
        return prefix + filter;
    }

    private String storedIn() {
        return prefix.substring("$KV.".length(), prefix.length() - 1);
    }

    /** Returns whether the bucket is known to be a mirror, whose content can be older than its origin's. */
    boolean isMirror() {
        return !storedIn().equals(bucket.name());
    }

    /** Returns the key of a subject; the subject itself if it is outside the bucket. */
    String keyOf(String subject) {
        return subject.startsWith(prefix) ? subject.substring(prefix.length()) : subject;
    }

    /** Returns the last message of a key from the leader: a value or a marker; empty if the key was never set. */
    Optional<StoredMessage> last(String key) throws InterruptedException {
        return last(key, false);
    }

    /**
     * Returns the last message of a key: a value or a marker; empty if the key was never set.
     *
     * @param direct whether any replica or mirror may reply, whose content can be older than the leader's
     */
    Optional<StoredMessage> last(String key, boolean direct) throws InterruptedException {
        Optional<StoredMessage> found = reader.last(prefix + key(key), direct);
        return found.isEmpty() && findOrigin() ? reader.last(prefix + key, direct) : found;
    }

    /**
     * Stores a value or a marker under a key and returns its revision. A mirror sends it to its origin.
     *
     * @param headers the headers of the message; null if there are none
     * @param record records an attempt, given the name of the bucket that stores the message; the operation that it
     *     returns gets the outcome
     * @throws VerbFailedException if the server rejected the message, or did not reply
     */
    long publish(String key, Headers headers, byte[] value, Function<String, PendingOperation> record)
            throws InterruptedException {
        try {
            return request(putPrefix + key(key), headers, value, record.apply(storedIn()));
        } catch (VerbFailedException e) {
            if (!e.noResponders()) {
                throw e;
            }
            if (!findOriginOrThrow(e)) {
                throw VerbFailedException.of(
                        503,
                        "no responders: the stream of " + bucket.described() + " does not accept the key '" + key + "'",
                        Reason.NO_RESPONDERS);
            }
            return publishAtOrigin(putPrefix + key, headers, value, record);
        }
    }

    /** Returns the entry of a stored message: a value or a marker. */
    JsonObject entry(StoredMessage message) {
        JsonObject entry = entry(keyOf(message.subject()), message.seq(), KvOperation.of(message));
        Messages.payload(entry, "value", message.data());
        entry.addProperty("created", message.time());
        return entry;
    }

    /** Returns the entry of a message that was just stored, without value and time. */
    JsonObject entry(String key, long revision, KvOperation operation) {
        JsonObject entry = new JsonObject();
        entry.addProperty("bucket", bucket.name());
        entry.addProperty("key", key);
        entry.addProperty("revision", revision);
        entry.addProperty("operation", operation.toString());
        return entry;
    }

    private static boolean hasOuterDots(String key) {
        return key.startsWith(".") || key.endsWith(".");
    }

    private long request(String subject, Headers headers, byte[] value, PendingOperation recorded)
            throws InterruptedException {
        try {
            Message reply = Retry.whileNoResponders(
                    world, () -> Api.request(world.connection(), subject, headers, value, world.patience()));
            long revision = Api.response(subject, reply).get("seq").getAsLong();
            recorded.ok(revision);
            return revision;
        } catch (VerbFailedException e) {
            if (!e.isWrongLastSequence()) { // KvWrite records this error
                e.complete(recorded);
            }
            throw e;
        }
    }

    private long publishAtOrigin(
            String subject, Headers headers, byte[] value, Function<String, PendingOperation> record)
            throws InterruptedException {
        try {
            return request(subject, headers, value, record.apply(storedIn()));
        } catch (VerbFailedException e) {
            throw e.noResponders()
                    ? VerbFailedException.of(
                            503,
                            "no responders: '" + bucket.name() + "' is a mirror, and no stream accepts '" + subject
                                    + "' (does its origin exist?)",
                            Reason.NO_RESPONDERS)
                    : e;
        }
    }

    private boolean findOriginOrThrow(VerbFailedException noResponders) throws InterruptedException {
        try {
            return findOrigin();
        } catch (VerbFailedException e) {
            throw e.isNotFound()
                    ? VerbFailedException.of(
                            503,
                            "no responders: not found: there is no " + bucket.described(),
                            Reason.NO_RESPONDERS,
                            Reason.NOT_FOUND)
                    : noResponders;
        }
    }

    private boolean findOrigin() throws InterruptedException {
        if (!knowsOrigin) {
            JsonObject config = bucket.info(world).getAsJsonObject("config");
            knowsOrigin = true;
            if (config.has("mirror")) {
                useSubjectsOf(config.getAsJsonObject("mirror"));
            }
        }
        return isMirror();
    }

    private void useSubjectsOf(JsonObject mirror) {
        String stream = mirror.get("name").getAsString();
        prefix = "$KV." + (stream.startsWith("KV_") ? stream.substring("KV_".length()) : stream) + ".";
        putPrefix = prefix;
        if (mirror.has("external")) {
            putPrefix = mirror.getAsJsonObject("external").get("api").getAsString() + "." + prefix;
        }
    }
}
