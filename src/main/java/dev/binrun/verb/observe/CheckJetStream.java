package dev.binrun.verb.observe;

import static dev.binrun.form.JsonFields.flag;
import static dev.binrun.form.JsonFields.nonEmpty;
import static dev.binrun.form.JsonFields.number;
import static dev.binrun.form.JsonFields.object;
import static dev.binrun.form.JsonFields.objects;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StreamList;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Checks the account's usage of the JetStream limits, and the replicas of the streams:
 * {@code nats server check jetstream} (jsm.go, monitor/js_account.go). A problem is part of the answer, not an error.
 */
@VerbDoc(
        value =
                "Checks the account's usage of the JetStream limits, and the replicas of the streams; a problem is part of the answer, not an error",
        answers = "{status: OK, WARNING or CRITICAL, check_suite, check_name, ok, warning, critical, perf_data}",
        example = """
            - server check jetstream: { streams_critical: 90 }
              expect: { status: OK }
            """)
public record CheckJetStream(
        @Arg("warning above this percentage of the memory limit; 75 if omitted")
        Optional<Long> memWarn,

        @Arg("critical above this percentage of the memory limit; 90 if omitted")
        Optional<Long> memCritical,

        @Arg("warning above this percentage of the file storage limit; 75 if omitted")
        Optional<Long> storeWarn,

        @Arg("critical above this percentage of the file storage limit; 90 if omitted")
        Optional<Long> storeCritical,

        @Arg("warning above this percentage of the limit of streams; no warning if omitted")
        Optional<Long> streamsWarn,

        @Arg("critical above this percentage of the limit of streams; never if omitted")
        Optional<Long> streamsCritical,

        @Arg("warning above this percentage of the limit of consumers; no warning if omitted")
        Optional<Long> consumersWarn,

        @Arg("critical above this percentage of the limit of consumers; never if omitted")
        Optional<Long> consumersCritical,

        @Arg("check the replicas of all streams; true if omitted")
        Optional<Boolean> replicas,

        @Arg("critical if a replica had no contact for longer; 5s if omitted")
        Optional<Duration> replicaSeenCritical,

        @Arg("critical if a replica is more operations behind; 200 if omitted")
        Optional<Long> replicaLagCritical)
        implements Verb {

    private static final long NONE = -1;

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        CheckResult result = new CheckResult("jetstream", "JetStream");
        try {
            account(Api.ask(world, "INFO", null), result);
            if (replicas.orElse(true)) {
                StreamList streams = new StreamList(world.connection(), world.patience());
                replicas(Retry.whileUnknown(world, "STREAM.LIST", streams::infos), result);
            }
        } catch (VerbFailedException e) {
            result.notLoaded("JetStream not available", e);
        }
        return result.answer();
    }

    private void account(JsonObject info, CheckResult result) {
        usage("memory", "B", memWarn.orElse(75L), memCritical.orElse(90L), info, result);
        usage("storage", "B", storeWarn.orElse(75L), storeCritical.orElse(90L), info, result);
        usage("streams", "", streamsWarn.orElse(NONE), streamsCritical.orElse(NONE), info, result);
        usage("consumers", "", consumersWarn.orElse(NONE), consumersCritical.orElse(NONE), info, result);
    }

    private static void usage(String item, String unit, long warn, long critical, JsonObject info, CheckResult result) {
        long used = number(info, item);
        long limit = number(object(info, "limits"), "max_" + item);
        long percent = limit > 0 ? (long) ((double) used / limit * 100) : 0;
        result.perf(item, used, 0, 0, unit);
        result.perf(item + "_pct", percent, Math.max(0, warn), Math.max(0, critical), "%");
        if (warn != NONE && critical != NONE && warn >= critical) {
            result.critical(item + ": invalid thresholds");
        } else if (percent > 100) {
            result.critical(item + ": exceed server limits");
        } else if (warn >= 0 && critical >= 0 && percent > critical) {
            result.critical(percent + "% " + item);
        } else if (warn >= 0 && critical >= 0 && percent > warn) {
            result.warn(percent + "% " + item);
        }
    }

    private void replicas(List<JsonObject> streams, CheckResult result) {
        double seen = replicaSeenCritical.orElse(Duration.ofSeconds(5)).toNanos() / 1e9;
        long lag = replicaLagCritical.orElse(200L);
        ReplicaCounts counts = new ReplicaCounts();
        streams.forEach(stream -> count(stream, seen, lag, counts));
        result.perf("replicas_ok", counts.ok, 0, 0);
        result.perf("replicas_no_leader", counts.noLeader, 0, 0);
        result.perf("replicas_missing_replicas", counts.missing, 0, 0);
        result.perf("replicas_lagged", counts.lagged, 0, lag);
        result.perf("replicas_not_seen", counts.notSeen, 0, seen, "s");
        result.perf("replicas_fail", counts.failed, 0, 0);
        long unhealthy = counts.failed + counts.missing + counts.noLeader + counts.notSeen + counts.lagged;
        if (unhealthy > 0) {
            result.critical(unhealthy + " unhealthy streams");
        }
    }

    private static void count(JsonObject stream, double seen, long lag, ReplicaCounts counts) {
        long replicas = number(object(stream, "config"), "num_replicas");
        JsonObject cluster = object(stream, "cluster");
        List<JsonObject> peers = objects(cluster, "replicas");
        if (replicas == 1) {
            counts.ok++;
        } else if (!stream.has("cluster")) {
            counts.failed++;
        } else if (nonEmpty(cluster, "leader").isEmpty()) {
            counts.noLeader++;
        } else if (peers.size() != replicas - 1) {
            counts.missing++;
        } else {
            long before = counts.failed + counts.notSeen + counts.lagged;
            peers.forEach(peer -> counts.add(peer, seen, lag));
            counts.ok += counts.failed + counts.notSeen + counts.lagged == before ? 1 : 0;
        }
    }

    /** The number of streams in each state; of streams with a leader, the number of replicas in each bad state. */
    private static final class ReplicaCounts {
        private long ok;
        private long noLeader;
        private long missing;
        private long lagged;
        private long notSeen;
        private long failed;

        void add(JsonObject peer, double seen, long lag) {
            if (flag(peer, "offline")) {
                failed++;
            } else if (seen > 0 && number(peer, "active") / 1e9 > seen) {
                notSeen++;
            } else if (lag > 0 && number(peer, "lag") > lag) {
                lagged++;
            }
        }
    }
}
