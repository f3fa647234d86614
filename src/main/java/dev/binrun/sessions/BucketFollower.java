package dev.binrun.sessions;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Consumers that are kept in step with one bucket. All methods but {@link #read} run on the thread of the business
 * logic.
 */
interface BucketFollower<T> extends AutoCloseable {

    /** Returns the name of the bucket. */
    String bucket();

    /**
     * Parses a value; an empty result ends the key.
     *
     * @param put the time of the put
     * @throws BadEntryException if the key or the value is invalid
     */
    Optional<T> read(String key, byte[] value, Instant put) throws BadEntryException;

    /** Combines a parsed value with the one before it. */
    T after(T former, T latter);

    /** Reads the consumers of an earlier run from the server, and stops delivering from consumers that are gone. */
    void load(BucketState bucket) throws IOException, JetStreamApiException;

    /** Applies the change of one key to its consumer. */
    void apply(KeyChange<T> change) throws IOException, JetStreamApiException, BadEntryException;

    /** Returns the names of all followed entries. */
    List<String> names();

    /** Returns whether an entry of this name is followed. */
    boolean has(String name);

    /** Starts delivery for an entry, unless a change has started it. */
    void serve(String name) throws IOException, JetStreamApiException, BadEntryException;

    /** Returns whether an entry ends if the bucket has only these keys. */
    boolean endsWithout(String name, Set<String> keysInBucket);

    /** Returns whether the bucket's store has lost an entry. */
    boolean isLost(String name);

    /** Warns, and starts delivery for an entry that the bucket's store has lost. */
    void keepWithoutEntry(String name) throws IOException, JetStreamApiException, BadEntryException;

    /** Ends the delivery for an entry, and deletes its consumer. */
    void end(String name) throws IOException, JetStreamApiException, BadEntryException;

    /** Returns the subjects of the messages that the consumers take. */
    String subjects();

    /** Returns whether a consumer delivers this message. */
    boolean takes(Arrival arrival);

    /** Reports a message that no consumer takes. */
    void untaken(Message message);

    /** Creates a consumer again if it belongs to this follower and another client removed it. */
    void restore(String stream, String consumer)
            throws IOException, JetStreamApiException, InterruptedException, BadEntryException;

    @Override
    void close();
}
