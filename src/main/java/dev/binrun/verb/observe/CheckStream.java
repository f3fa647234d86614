package dev.binrun.verb.observe;

import static dev.binrun.form.JsonFields.flag;
import static dev.binrun.form.JsonFields.nonEmpty;
import static dev.binrun.form.JsonFields.number;
import static dev.binrun.form.JsonFields.object;
import static dev.binrun.form.JsonFields.objects;
import static dev.binrun.form.JsonFields.text;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Quantity;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Checks the health of a stream: {@code nats server check stream} (jsm.go, monitor/stream.go). A problem is part of the
 * answer, not an error.
 */
@VerbDoc(
        value = "Checks the health of a stream; a problem is part of the answer, not an error",
        answers = "{status: OK, WARNING or CRITICAL, check_suite, check_name, ok, warning, critical, perf_data}",
        example = """
            - server check stream: { stream: ORDERS, msgs_critical: 10 }
              expect: { status: CRITICAL }
            """)
public record CheckStream(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg("critical if a source or the mirror is this many messages behind, or more")
        Optional<Long> lagCritical,

        @Arg("critical if a source or the mirror had no contact for this long, or longer")
        Optional<Duration> seenCritical,

        @Arg("critical with fewer sources") Optional<Long> minSources,
        @Arg("critical with more sources") Optional<Long> maxSources,

        @Arg("critical unless the stream has exactly this many replicas")
        Optional<Long> peerExpect,

        @Arg("critical if a replica is more operations behind")
        Optional<Long> peerLagCritical,

        @Arg("critical if a replica had no contact for longer")
        Optional<Duration> peerSeenCritical,

        @Arg("warning at this many messages, or fewer") Optional<Long> msgsWarn,

        @Arg("critical at this many messages, or fewer") Optional<Long> msgsCritical,

        @Arg("warning at this many subjects, or more (or fewer, if subjects_critical is not above subjects_warn)")
        Optional<Long> subjectsWarn,

        @Arg("critical at this many subjects, or more (or fewer, if subjects_critical is not above subjects_warn)")
        Optional<Long> subjectsCritical)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        CheckResult result = new CheckResult("stream", stream);
        try {
            JsonObject info = Api.ask(world, "STREAM.INFO." + stream, null);
            judge(info, Thresholds.of(info), result);
        } catch (VerbFailedException e) {
            result.notLoaded("could not load info", e);
        }
        return result.answer();
    }

    private void judge(JsonObject info, Thresholds thresholds, CheckResult result) {
        cluster(info, thresholds, result);
        messages(number(object(info, "state"), "messages"), thresholds, result);
        subjects(number(object(info, "state"), "num_subjects"), thresholds, result);
        long lag = thresholds.number(lagCritical, "lag-critical");
        double seen = thresholds.seconds(seenCritical, "seen-critical");
        sources(objects(info, "sources"), lag, seen, thresholds, result);
        if ((lag > 0 || seen > 0) && objects(info, "sources").isEmpty()) {
            mirror(info, lag, seen, result);
        }
    }

    private void cluster(JsonObject info, Thresholds thresholds, CheckResult result) {
        long expected = thresholds.number(peerExpect, "peer-expect");
        boolean clustered = info.has("cluster") && number(object(info, "config"), "num_replicas") > 1;
        if (!clustered) {
            if (expected > 0) {
                result.critical("Stream is not clustered");
            }
            return;
        }
        List<JsonObject> replicas = objects(object(info, "cluster"), "replicas");
        if (nonEmpty(object(info, "cluster"), "leader").isEmpty()) {
            result.critical("No leader");
        } else if (replicas.size() + 1 != expected) {
            result.critical("Expected " + expected + " replicas got " + (replicas.size() + 1));
        } else {
            result.ok(expected + " peers");
            peers(replicas, thresholds, result);
        }
    }

    private void peers(List<JsonObject> replicas, Thresholds thresholds, CheckResult result) {
        long lag = thresholds.number(peerLagCritical, "peer-lag-critical");
        double seen = thresholds.seconds(peerSeenCritical, "peer-seen-critical");
        long offline = replicas.stream().filter(peer -> flag(peer, "offline")).count();
        long lagged =
                replicas.stream().filter(peer -> number(peer, "lag") > lag).count();
        long inactive = replicas.stream()
                .filter(peer -> secondsSinceContact(peer) > seen)
                .count();
        if (offline > 0) {
            result.critical(offline + " replicas offline");
        }
        if (lag > 0) {
            result.judge(lagged > 0, lagged > 0 ? lagged + " replicas lagged" : "replicas are current");
        }
        if (seen > 0) {
            result.judge(inactive > 0, inactive > 0 ? inactive + " replicas inactive" : "replicas are active");
        }
    }

    private void messages(long count, Thresholds thresholds, CheckResult result) {
        long warn = thresholds.number(msgsWarn, "msgs-warn");
        long critical = thresholds.number(msgsCritical, "msgs-critical");
        if (warn <= 0 && critical <= 0) {
            return;
        }
        result.perf("messages", count, warn, critical);
        if (critical > 0 && count <= critical) {
            result.critical(count + " messages");
        } else if (warn > 0 && count <= warn) {
            result.warn(count + " messages");
        } else {
            result.ok(count + " messages");
        }
    }

    private void subjects(long count, Thresholds thresholds, CheckResult result) {
        long warn = thresholds.number(subjectsWarn, "subjects-warn");
        long critical = thresholds.number(subjectsCritical, "subjects-critical");
        if (warn <= 0 && critical <= 0) {
            return;
        }
        result.perf("subjects", count, warn, critical);
        boolean isUpperLimit = warn < critical;
        if (isUpperLimit ? count >= critical : count <= critical) {
            result.critical(count + " subjects");
        } else if (isUpperLimit ? count >= warn : count <= warn) {
            result.warn(count + " subjects");
        } else {
            result.ok(count + " subjects");
        }
    }

    private void sources(List<JsonObject> sources, long lag, double seen, Thresholds thresholds, CheckResult result) {
        long least = thresholds.number(minSources, "min-sources");
        long most = thresholds.number(maxSources, "max-sources");
        int count = sources.size();
        result.perf("sources", count, least, most);
        result.judge(least > 0 && count < least || most > 0 && count > most, count + " sources");
        if (lag <= 0 && seen <= 0) {
            return;
        }
        long lagged = sources.stream()
                .filter(source -> lag > 0 && number(source, "lag") >= lag)
                .count();
        long inactive = sources.stream()
                .filter(source -> seen > 0 && secondsSinceContact(source) >= seen)
                .count();
        result.perf("sources_lagged", lagged, 0, 0);
        result.perf("sources_inactive", inactive, 0, 0);
        result.judge(lagged > 0, lagged > 0 ? lagged + " sources are lagged" : count + " sources current");
        result.judge(inactive > 0, inactive > 0 ? inactive + " sources are inactive" : count + " sources active");
    }

    private static void mirror(JsonObject info, long lag, double seen, CheckResult result) {
        if (!object(info, "config").has("mirror")) {
            result.critical("not mirrored");
            return;
        }
        if (!info.has("mirror")) {
            result.critical("invalid state");
            return;
        }
        JsonObject state = object(info, "mirror");
        result.perf("lag", number(state, "lag"), 0, lag);
        result.perf("active", secondsSinceContact(state), 0, seen, "s");
        boolean lagged = lag > 0 && number(state, "lag") >= lag;
        boolean inactive = seen > 0 && secondsSinceContact(state) >= seen;
        if (lagged) {
            result.critical("Mirror Lag " + number(state, "lag"));
        }
        if (inactive) {
            result.critical("Mirror Seen " + Quantity.write(Duration.ofNanos(number(state, "active"))));
        }
        if (!lagged && !inactive) {
            result.ok("Mirror " + text(object(object(info, "config"), "mirror"), "name"));
        }
    }

    private static double secondsSinceContact(JsonObject peer) {
        return number(peer, "active") / 1e9;
    }
}
