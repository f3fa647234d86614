package dev.binrun.server.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.server.ReadyProbe;
import dev.binrun.server.host.Polling;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Creates a stream with a replica on each node, writes to it and deletes it. This shows that a new cluster serves
 * replicas. No API reports it: the leader places no replicas on nodes from which it has not received statistics
 * (jetstream_cluster.go, selectPeerGroup).
 */
public final class ReplicaProbe {
    private static final String NAME = "binrun-ready";

    private static final Polling POLLING = new Polling(Duration.ofMillis(1));

    /** The code of errors that pass: other nodes are not known yet, or there is no leader. */
    private static final int UNAVAILABLE = 503;

    private ReplicaProbe() {}

    /** Returns whether a line of a server's log is about the stream of this probe. */
    static boolean mentionsProbe(String line) {
        return line.contains("> " + NAME);
    }

    /**
     * Returns when all requests have succeeded, or one was rejected for a permanent reason, such as a limit in the
     * user's configuration.
     *
     * @throws IOException with the last error if the requests did not succeed in time
     */
    static void await(InetSocketAddress address, int replicas, long deadline) throws IOException {
        try (ReadyProbe probe = new ReadyProbe(Polling.remaining(deadline))) {
            probe.connect(address, false);
            probe.sendHello();
            String config = "{\"name\":\"%s\",\"subjects\":[\"%s\"],\"storage\":\"memory\",\"num_replicas\":%d}"
                    .formatted(NAME, NAME, replicas);
            if (succeed(probe, "$JS.API.STREAM.CREATE." + NAME, config, deadline)) {
                succeed(probe, NAME, "", deadline);
                succeed(probe, "$JS.API.STREAM.DELETE." + NAME, "", deadline);
            }
        }
    }

    private static boolean succeed(ReadyProbe probe, String subject, String payload, long deadline) throws IOException {
        AtomicBoolean rejected = new AtomicBoolean();
        Optional<String> error = POLLING.until(deadline, () -> {
            JsonElement found = probe.request(subject, payload).get("error");
            rejected.set(found instanceof JsonObject reply && !isTemporary(reply));
            return found == null || rejected.get() ? Optional.empty() : Optional.of(found.toString());
        });
        if (error.isPresent()) {
            throw new IOException(
                    "a stream with a replica on each node could not be created and written: " + error.get());
        }
        return !rejected.get();
    }

    private static boolean isTemporary(JsonObject error) {
        return JsonFields.number(error, "code") == UNAVAILABLE
                || ApiErrorCode.CLUSTER_NO_PEERS.is(error)
                        && !JsonFields.text(error, "description").contains("insufficient");
    }
}
