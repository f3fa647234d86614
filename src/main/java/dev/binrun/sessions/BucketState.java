package dev.binrun.sessions;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Instant;

/**
 * The state of a bucket's stream when the business logic begins to read the bucket.
 *
 * @param lastRevision the revision of the last entry
 * @param created the time at which the bucket was created
 */
record BucketState(long lastRevision, Instant created) {
    /** The state of a bucket that is not watched. */
    static final BucketState UNWATCHED = new BucketState(Long.MAX_VALUE, Instant.MIN);

    /** Reads the state of a bucket from the server. */
    static BucketState of(Connection nc, String bucket) throws IOException, JetStreamApiException {
        StreamInfo info = nc.jetStreamManagement().getStreamInfo("KV_" + bucket);
        return new BucketState(
                info.getStreamState().getLastSequence(), info.getCreateTime().toInstant());
    }

    /** Returns whether the bucket's store has lost this revision, which the bucket assigned before. */
    boolean hasLost(long revision, ConsumerInfo consumer) {
        return revision > lastRevision && consumer.getCreationTime().toInstant().isAfter(created);
    }
}
