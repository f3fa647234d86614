package dev.binrun.sessions;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is kept in step with one bucket; all but {@link #read} on the thread of the business logic. */
interface BucketFollower<T> extends AutoCloseable {

    String bucket();

    /** What a value says that was put at that time; empty if it says that the key has ended. */
    Optional<T> read(String key, byte[] value, Instant put) throws BadEntryException;

    /** What a value says if another went before it. */
    T after(T former, T latter);

    /** Finds what an earlier run made, and stops delivering what is no longer there. */
    void load(BucketState bucket) throws IOException, JetStreamApiException;

    /** Brings one key in step. */
    void apply(KeyChange<T> change) throws IOException, JetStreamApiException, BadEntryException;

    /** The names of all that it has, by which the other methods know each. */
    List<String> names();

    /** Returns whether it has one of this name. */
    boolean has(String name);

    /** Serves one, if no change has done that. */
    void serve(String name) throws IOException, JetStreamApiException, BadEntryException;

    /** Returns whether one is to end if its key is not among these. */
    boolean endsWithout(String name, Set<String> keysInBucket);

    /** Returns whether the store of the bucket is known to have lost the entry of one. */
    boolean isLost(String name);

    /** Serves one although its entry is lost. */
    void keepWithoutEntry(String name) throws IOException, JetStreamApiException, BadEntryException;

    /** Ends one. */
    void end(String name) throws IOException, JetStreamApiException, BadEntryException;

    /** Where what its consumers take is published. */
    String subjects();

    /** Whether one of its consumers delivers this. */
    boolean takes(Arrival arrival);

    /** Tells of a message that none takes. */
    void untaken(Message message);

    /** Makes a consumer again that was removed, if it is one that this serves and this did not remove it. */
    void restore(String stream, String consumer) throws IOException, JetStreamApiException, BadEntryException;

    @Override
    void close();
}
