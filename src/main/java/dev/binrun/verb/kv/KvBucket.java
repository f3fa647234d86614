package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketReader;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The keys of a bucket and the subjects that they are stored under: a mirror's keys keep those of its origin (ADR-8). */
final class KvBucket {
    private static final Pattern KEY = Pattern.compile("[-/_=.a-zA-Z0-9]+");
    private static final Pattern FILTER = Pattern.compile("[-/_=.a-zA-Z0-9*]*>?");

    private final World world;
    private final Bucket bucket;
    private final BucketReader reader;
    private String prefix;
    private String putPrefix;
    private boolean known;

    /** @throws VerbFailedException if no bucket can be called so */
    KvBucket(World world, String name) {
        this.world = world;
        this.bucket = bucket(name);
        this.reader = new BucketReader(world, bucket);
        this.prefix = "$KV." + name + ".";
        this.putPrefix = prefix;
    }

    static Bucket bucket(String name) {
        return new Bucket(Bucket.BucketKind.KV, name);
    }

    Bucket bucket() {
        return bucket;
    }

    BucketReader reader() {
        return reader;
    }

    /** A key, which makes no subject but its own. */
    static String key(String key) {
        if (!KEY.matcher(key).matches() || dotsAtAnEnd(key)) {
            throw VerbFailedException.said(
                    "is no key",
                    "'" + key + "' is no key: letters, digits, '-', '/', '_', '=' and '.', but no '.' first or"
                            + " last (ADR-8)");
        }
        return key;
    }

    /** The subject that a key, or a filter of keys with wildcards, stands for. */
    String subjects(String filter) throws InterruptedException {
        if (filter.isEmpty() || !FILTER.matcher(filter).matches() || dotsAtAnEnd(filter)) {
            throw VerbFailedException.said(
                    "matches no keys",
                    "'" + filter + "' matches no keys: a key, or with '*' for one part of it between dots and"
                            + " '>' for all that follow (ADR-8)");
        }
        lookAtOrigin();
        return prefix + filter;
    }

    /** The bucket that stores what is put here: a mirror's is its origin. */
    private String storedIn() {
        return prefix.substring("$KV.".length(), prefix.length() - 1);
    }

    /** Whether what is read here may be older than what its origin has; as far as is known. */
    boolean isMirror() {
        return !storedIn().equals(bucket.name());
    }

    /** The key of a subject. */
    String keyOf(String subject) {
        return subject.startsWith(prefix) ? subject.substring(prefix.length()) : subject;
    }

    /** The last message of a key, if it ever had one. */
    Optional<StoredMessage> last(String key) throws InterruptedException {
        return last(key, false);
    }

    /** The same; with direct as whoever has the bucket has it, which may lag behind. */
    Optional<StoredMessage> last(String key, boolean direct) throws InterruptedException {
        Optional<StoredMessage> found = reader.last(prefix + key(key), direct);
        return found.isEmpty() && lookAtOrigin() ? reader.last(prefix + key, direct) : found;
    }

    /**
     * Stores something under a key; a mirror has its origin store it. Answers with the revision.
     *
     * @param record records that it is asked for now, of the bucket that is to store it; what it returns takes the answer
     */
    long publish(String key, Headers headers, byte[] value, Function<String, PendingOperation> record)
            throws InterruptedException {
        try {
            return request(putPrefix + key(key), headers, value, record.apply(storedIn()));
        } catch (VerbFailedException e) {
            if (!e.noResponders()) {
                throw e;
            }
            if (!lookAtOriginOf(e)) {
                throw VerbFailedException.of(
                        503,
                        "no responders: the bucket '" + bucket.name() + "' is there, but takes no '" + key + "'",
                        Reason.NO_RESPONDERS);
            }
            return publishAtOrigin(putPrefix + key, headers, value, record);
        }
    }

    /** What a message is as an entry. */
    JsonObject entry(StoredMessage message) {
        JsonObject entry = entry(keyOf(message.subject()), message.seq(), KvOperation.of(message));
        Messages.payload(entry, "value", message.data());
        entry.addProperty("created", message.time());
        return entry;
    }

    /** An entry as far as it is known to who stored it. */
    JsonObject entry(String key, long revision, KvOperation operation) {
        JsonObject entry = new JsonObject();
        entry.addProperty("bucket", bucket.name());
        entry.addProperty("key", key);
        entry.addProperty("revision", revision);
        entry.addProperty("operation", operation.toString());
        return entry;
    }

    private static boolean dotsAtAnEnd(String key) {
        return key.startsWith(".") || key.endsWith(".");
    }

    private long request(String subject, Headers headers, byte[] value, PendingOperation recorded)
            throws InterruptedException {
        try {
            Message answer = Retry.whileNoResponders(
                    world, () -> Api.request(world.connection(), subject, headers, value, world.patience()));
            long revision = Api.response(subject, answer).get("seq").getAsLong();
            recorded.ok(revision);
            return revision;
        } catch (VerbFailedException e) {
            if (!e.isWrongLastSequence()) { // what that means, the write knows
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
                            "no responders: '" + bucket.name() + "' is a mirror, and nothing takes '" + subject
                                    + "' (is its origin there?)",
                            Reason.NO_RESPONDERS)
                    : e;
        }
    }

    private boolean lookAtOriginOf(VerbFailedException noResponders) throws InterruptedException {
        try {
            return lookAtOrigin();
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

    /** Whether the bucket is a mirror, which only its configuration tells. */
    private boolean lookAtOrigin() throws InterruptedException {
        if (!known) {
            JsonObject config = bucket.info(world).getAsJsonObject("config");
            known = true;
            if (config.has("mirror")) {
                follow(config.getAsJsonObject("mirror"));
            }
        }
        return isMirror();
    }

    private void follow(JsonObject mirror) {
        String stream = mirror.get("name").getAsString();
        prefix = "$KV." + (stream.startsWith("KV_") ? stream.substring("KV_".length()) : stream) + ".";
        putPrefix = prefix;
        if (mirror.has("external")) {
            putPrefix = mirror.getAsJsonObject("external").get("api").getAsString() + "." + prefix;
        }
    }
}
