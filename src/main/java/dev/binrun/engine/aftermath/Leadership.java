package dev.binrun.engine.aftermath;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * The age of a stream's leadership by an info reply (from 2.12). A new leader replies before it has applied all entries
 * that the replicas decided (raft.go, aflr; jetstream_cluster.go, isStreamLeader).
 */
final class Leadership {
    /** A leader has applied all entries after this time. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private Leadership() {}

    /**
     * Returns whether the leader may still apply entries; false without a cluster, or if the server does not report the
     * time.
     */
    static boolean isNew(JsonObject info) {
        if (!(info.get("cluster") instanceof JsonObject cluster)
                || !cluster.has("leader_since")
                || !info.has("ts")
                || !cluster.has("replicas")) {
            return false;
        }
        Instant since = Instant.parse(cluster.get("leader_since").getAsString());
        return Instant.parse(info.get("ts").getAsString()).isBefore(since.plus(SETTLED));
    }
}
