package dev.binrun.engine.aftermath;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * For how long a stream has its leader, by what an info of the API says (from 2.12): who has just been elected answers before it has done
 * all that the replicas had decided (raft.go, aflr; jetstream_cluster.go, isStreamLeader).
 */
final class Leadership {
    /** After that it has. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private Leadership() {}

    /** Whether the leader may not have done all yet; never without a cluster, or where the server does not say. */
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
