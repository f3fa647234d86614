package dev.binrun.server.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ReadyProbe;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Makes a stream with a replica on each node, writes it and removes it: for the leader of a new cluster does not place replicas on nodes
 * from which it has not heard yet (jetstream_cluster.go, selectPeerGroup), and no question tells.
 */
public final class ReplicaProbe {
    private static final String NAME = "binrun-ready";

    /** Words of a refusal that time mends: other nodes are not known yet, or there is no leader. */
    private static final int UNAVAILABLE = 503;

    private ReplicaProbe() {}

    /** Returns whether a line of a server's log is about the stream of this probe. */
    static boolean isMeantBy(String line) {
        return line.contains("> " + NAME);
    }

    /**
     * Returns once it has succeeded, or was refused for a reason that stays, such as a limit of the user's configuration.
     *
     * @throws IOException with the last refusal, if that was not in time
     */
    static void await(InetSocketAddress address, int replicas, long deadline) throws IOException {
        try (ReadyProbe probe = new ReadyProbe(NatsServer.left(deadline))) {
            probe.connect(address, false);
            probe.introduce();
            String config = "{\"name\":\"%s\",\"subjects\":[\"%s\"],\"storage\":\"memory\",\"num_replicas\":%d}"
                    .formatted(NAME, NAME, replicas);
            if (served(probe, "$JS.API.STREAM.CREATE." + NAME, config, deadline)) {
                served(probe, NAME, "", deadline);
                served(probe, "$JS.API.STREAM.DELETE." + NAME, "", deadline);
            }
        }
    }

    private static boolean served(ReadyProbe probe, String subject, String payload, long deadline) throws IOException {
        while (true) {
            JsonObject answer = probe.request(subject, payload);
            if (!(answer.get("error") instanceof JsonObject error)) {
                return true;
            }
            if (!passes(error)) {
                return false;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("a stream on all nodes cannot be made and written: " + error);
            }
        }
    }

    private static boolean passes(JsonObject error) {
        JsonElement description = error.get("description");
        return error.get("code").getAsInt() == UNAVAILABLE
                || error.get("err_code").getAsInt() == ApiErrorCode.CLUSTER_NO_PEERS
                        && (description == null || !description.getAsString().contains("insufficient"));
    }
}
