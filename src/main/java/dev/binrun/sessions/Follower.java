package dev.binrun.sessions;

import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What is kept in step with one bucket; all but {@link #read} on the thread of the business logic. */
interface Follower<T> extends AutoCloseable {

    String bucket();

    /** What a value says; empty if it says that the key has ended. */
    Optional<T> read(String key, byte[] value) throws BadEntryException;

    /** Finds what an earlier run made, and stops delivering what is no longer there. */
    void load() throws IOException, JetStreamApiException;

    /** The highest revision that an earlier run has applied, 0 if none. */
    long loadedThrough();

    /** Brings one key in step. */
    void apply(Change<T> change) throws IOException, JetStreamApiException;

    /** Ends every key that the bucket no longer holds, and serves what it need not name. */
    void settle(Set<String> keysInBucket) throws IOException, JetStreamApiException;

    @Override
    void close();
}
