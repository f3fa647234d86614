package dev.binrun.sessions;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Instant;

/**
 * The state of a bucket's stream when the business logic begins to read it.
 *
 * @param lastRevision the last revision that it has given
 * @param created the time at which it was made
 */
record BucketState(long lastRevision, Instant created) {
    /** The state of a bucket that is not watched. */
    static final BucketState UNWATCHED = new BucketState(Long.MAX_VALUE, Instant.MIN);

    static BucketState of(Connection nc, String bucket) throws IOException, JetStreamApiException {
        StreamInfo info = nc.jetStreamManagement().getStreamInfo("KV_" + bucket);
        return new BucketState(
                info.getStreamState().getLastSequence(), info.getCreateTime().toInstant());
    }

    /** Returns whether the bucket gave this revision once, but does not know of it any more: its store has lost it. */
    boolean hasLost(long revision, ConsumerInfo consumer) {
        return revision > lastRevision && consumer.getCreationTime().toInstant().isAfter(created);
    }
}
