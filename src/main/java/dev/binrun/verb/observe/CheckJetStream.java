package dev.binrun.verb.observe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges what the account uses of its JetStream limits, and its streams' replicas: {@code nats server check jetstream} (jsm.go,
 * monitor/js_account.go). What it finds is an answer, never an error.
 */
@VerbDoc(
        value = "Judges what the account uses of its JetStream limits, and its streams' replicas",
        answers = "{status: OK, WARNING or CRITICAL, check_suite, check_name, ok, warning, critical, perf_data}",
        example = """
            - server check jetstream: { streams_critical: 90 }
              expect: { status: OK }
            """)
public record CheckJetStream(
        @Arg("memory: a warning above so many percent of the limit; 75 if left out")
        Optional<Long> memWarn,

        @Arg("memory: critical above so many percent; 90 if left out")
        Optional<Long> memCritical,

        @Arg("files: a warning above so many percent; 75 if left out")
        Optional<Long> storeWarn,

        @Arg("files: critical above so many percent; 90 if left out")
        Optional<Long> storeCritical,

        @Arg("streams: a warning above so many percent; none if left out")
        Optional<Long> streamsWarn,

        @Arg("streams: critical above so many percent; never if left out")
        Optional<Long> streamsCritical,

        @Arg("consumers: a warning above so many percent; none if left out")
        Optional<Long> consumersWarn,

        @Arg("consumers: critical above so many percent; never if left out")
        Optional<Long> consumersCritical,

        @Arg("whether the replicas of all streams are judged; true if left out")
        Optional<Boolean> replicas,

        @Arg("critical if a replica was not seen for longer; 5s if left out")
        Optional<Duration> replicaSeenCritical,

        @Arg("critical if a replica is more operations behind; 200 if left out")
        Optional<Long> replicaLagCritical)
        implements Verb {

    private static final long NONE = -1;

    @Override
    public JsonObject run(World world) throws InterruptedException {
        CheckResult result = new CheckResult("jetstream", "JetStream");
        try {
            account(new ApiInfo(Api.ask(world, "INFO", null)), result);
            if (replicas.orElse(true)) {
                replicas(streams(world), result);
            }
        } catch (VerbFailedException e) {
            result.notLoaded("JetStream not available", e);
        }
        return result.answer();
    }

    private void account(ApiInfo info, CheckResult result) {
        ApiInfo limits = info.in("limits");
        usage("memory", "B", memWarn.orElse(75L), memCritical.orElse(90L), limits.number("max_memory"), info, result);
        usage(
                "storage",
                "B",
                storeWarn.orElse(75L),
                storeCritical.orElse(90L),
                limits.number("max_storage"),
                info,
                result);
        usage(
                "streams",
                "",
                streamsWarn.orElse(NONE),
                streamsCritical.orElse(NONE),
                limits.number("max_streams"),
                info,
                result);
        usage(
                "consumers",
                "",
                consumersWarn.orElse(NONE),
                consumersCritical.orElse(NONE),
                limits.number("max_consumers"),
                info,
                result);
    }

    private static void usage(
            String item, String unit, long warn, long critical, long limit, ApiInfo info, CheckResult result) {
        long used = info.number(item);
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

    private static List<ApiInfo> streams(World world) throws InterruptedException {
        List<ApiInfo> all = new ArrayList<>();
        long total = 1;
        while (all.size() < total) {
            JsonObject request = new JsonObject();
            request.addProperty("offset", all.size());
            JsonObject page = Api.ask(world, "STREAM.LIST", request);
            JsonElement streams = page.get("streams");
            if (streams == null
                    || streams.isJsonNull()
                    || streams.getAsJsonArray().isEmpty()) {
                break;
            }
            streams.getAsJsonArray().forEach(stream -> all.add(new ApiInfo(stream.getAsJsonObject())));
            total = page.get("total").getAsLong();
        }
        return all;
    }

    private void replicas(List<ApiInfo> streams, CheckResult result) {
        double seen = replicaSeenCritical.orElse(Duration.ofSeconds(5)).toNanos() / 1e9;
        long lag = replicaLagCritical.orElse(200L);
        Tally tally = new Tally();
        streams.forEach(stream -> judge(stream, seen, lag, tally));
        result.perf("replicas_ok", tally.ok, 0, 0);
        result.perf("replicas_no_leader", tally.noLeader, 0, 0);
        result.perf("replicas_missing_replicas", tally.missing, 0, 0);
        result.perf("replicas_lagged", tally.lagged, 0, lag);
        result.perf("replicas_not_seen", tally.notSeen, 0, seen, "s");
        result.perf("replicas_fail", tally.failed, 0, 0);
        long unhealthy = tally.failed + tally.missing + tally.noLeader + tally.notSeen + tally.lagged;
        if (unhealthy > 0) {
            result.critical(unhealthy + " unhealthy streams");
        }
    }

    private static void judge(ApiInfo stream, double seen, long lag, Tally tally) {
        long replicas = stream.in("config").number("num_replicas");
        if (replicas == 1) {
            tally.ok++;
        } else if (stream.map("cluster").isEmpty()) {
            tally.failed++;
        } else if (stream.in("cluster").text("leader").isEmpty()) {
            tally.noLeader++;
        } else if (stream.in("cluster").size("replicas") != replicas - 1) {
            tally.missing++;
        } else {
            long before = tally.failed + tally.notSeen + tally.lagged;
            stream.in("cluster").list("replicas").forEach(peer -> tally.count(peer, seen, lag));
            tally.ok += tally.failed + tally.notSeen + tally.lagged == before ? 1 : 0;
        }
    }

    /** How many streams, and of those with a leader how many replicas, are in which state. */
    private static final class Tally {
        private long ok;
        private long noLeader;
        private long missing;
        private long lagged;
        private long notSeen;
        private long failed;

        void count(ApiInfo peer, double seen, long lag) {
            if (peer.flag("offline")) {
                failed++;
            } else if (seen > 0 && peer.seconds("active") > seen) {
                notSeen++;
            } else if (lag > 0 && peer.number("lag") > lag) {
                lagged++;
            }
        }
    }
}
