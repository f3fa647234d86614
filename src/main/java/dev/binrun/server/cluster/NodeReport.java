package dev.binrun.server.cluster;

import com.google.gson.JsonObject;
import dev.binrun.form.Count;
import dev.binrun.form.JsonFields;
import dev.binrun.server.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The state of servers for a person: each node, stream and consumer in a line. The nodes' monitoring reports it, so it
 * needs no account and no majority. Its time and its size are limited.
 */
public final class NodeReport {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(1);
    private static final int MOST_STREAMS = 20;
    private static final int MOST_CONSUMERS = 10;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, ReportedStream> streams = new TreeMap<>();
    private final boolean isCluster;
    private boolean isComplete = true;

    /** A stream as one of its nodes sees it. */
    private record ReportedStream(String account, JsonObject detail, boolean isLeader) {}

    private NodeReport(boolean isCluster) {
        this.isCluster = isCluster;
    }

    /**
     * Returns the lines of a report. A node that is not running, or does not respond, has a line that says so.
     *
     * @param limit the maximum time for the responses of all nodes
     */
    public static List<String> of(Target target, Duration limit) {
        NodeReport report = new NodeReport(target.isCluster());
        long deadline = System.nanoTime() + limit.toNanos();
        target.faults().stream().flatMap(faults -> faults.nodes().stream()).forEach(node -> report.add(node, deadline));
        report.addStreams();
        return report.lines;
    }

    private void add(NatsServer node, long deadline) {
        Optional<String> obstacle =
                node.state().serves() ? read(node, deadline) : Optional.of("its streams are unknown");
        isComplete &= obstacle.isEmpty();
        lines.add(node.name() + " is " + node.state() + " at " + node.url() + ", pid " + node.pid() + ", nats-server "
                + node.version() + obstacle.map(reason -> "; " + reason).orElse(""));
    }

    /** Returns why the streams of a node are unknown; empty if they were read. */
    private Optional<String> read(NatsServer node, long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        Optional<Monitor> monitor = Monitor.of(node);
        if (monitor.isEmpty() || left.isNegative()) {
            return Optional.of("its streams are unknown: "
                    + (left.isNegative() ? "the time was up before it was asked" : "it has no monitoring"));
        }
        try {
            JsonObject response =
                    monitor.get().get(GroupSearch.PATH, left.compareTo(REQUEST_LIMIT) < 0 ? left : REQUEST_LIMIT);
            JsonFields.objects(response, "account_details").forEach(account -> add(node.name(), account));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("its streams are unknown: " + e.getMessage());
        }
    }

    private void add(String node, JsonObject account) {
        String name = JsonFields.text(account, "name");
        for (JsonObject detail : JsonFields.objects(account, "stream_detail")) {
            ReportedStream view =
                    new ReportedStream(name, detail, leader(detail).equals(node));
            String key = name + "\n" + JsonFields.text(detail, "name");
            streams.merge(key, view, (first, second) -> second.isLeader() ? second : first);
        }
    }

    private static String leader(JsonObject detail) {
        return JsonFields.text(JsonFields.object(detail, "cluster"), "leader");
    }

    private void addStreams() {
        streams.values().stream().limit(MOST_STREAMS).forEach(this::addStream);
        addRest("", streams.size(), MOST_STREAMS, "stream");
        if (streams.isEmpty() && isComplete) {
            lines.add("no streams");
        }
    }

    private void addStream(ReportedStream view) {
        JsonObject state = JsonFields.object(view.detail(), "state");
        lines.add("stream " + JsonFields.text(view.detail(), "name") + account(view) + ": "
                + Count.of(JsonFields.number(state, "messages"), "message") + ", first sequence "
                + JsonFields.number(state, "first_seq") + ", last sequence " + JsonFields.number(state, "last_seq")
                + ", " + Count.of(JsonFields.number(state, "bytes"), "byte") + leadership(view.detail()));
        List<JsonObject> consumers = JsonFields.objects(view.detail(), "consumer_detail");
        consumers.stream()
                .sorted(Comparator.comparing(consumer -> JsonFields.text(consumer, "name")))
                .limit(MOST_CONSUMERS)
                .forEach(this::addConsumer);
        addRest("  ", consumers.size(), MOST_CONSUMERS, "consumer");
    }

    private static String account(ReportedStream view) {
        return view.account().equals("$G") ? "" : " (account " + view.account() + ")";
    }

    private String leadership(JsonObject detail) {
        return !isCluster ? "" : leader(detail).isEmpty() ? ", no leader" : ", leader " + leader(detail);
    }

    private void addConsumer(JsonObject consumer) {
        String counts = Stream.of(
                        count(consumer, "num_pending", "pending"),
                        count(consumer, "num_ack_pending", "ack pending"),
                        count(consumer, "num_redelivered", "redelivered"),
                        Count.of(JsonFields.number(consumer, "num_waiting"), "waiting pull"),
                        "last delivered " + sequence(consumer, "delivered"),
                        "ack floor " + sequence(consumer, "ack_floor"))
                .reduce((first, second) -> first + ", " + second)
                .orElseThrow();
        lines.add("  consumer " + JsonFields.text(consumer, "name") + ": " + counts
                + (JsonFields.flag(consumer, "paused") ? ", paused" : "") + leadership(consumer));
    }

    private static String count(JsonObject consumer, String key, String word) {
        return JsonFields.number(consumer, key) + " " + word;
    }

    private static long sequence(JsonObject consumer, String key) {
        return JsonFields.number(JsonFields.object(consumer, key), "stream_seq");
    }

    private void addRest(String indent, int size, int shown, String word) {
        if (size > shown) {
            lines.add(indent + "… and " + Count.of(size - shown, "more " + word));
        }
    }
}
