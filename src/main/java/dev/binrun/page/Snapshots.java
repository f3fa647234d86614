package dev.binrun.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The state of a server as its API reports it, read once for all pages. It needs no monitoring and no
 * system account: each account may read its own figures.
 */
final class Snapshots {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String ACCOUNT = "$SYS.REQ.ACCOUNT.PING.STATZ";
    private static final int MOST_STREAMS = 100;
    private static final int MOST_CONSUMERS = 100;

    private static final List<String> STREAM_FIELDS = List.of(
            "name",
            "subjects",
            "retention",
            "storage",
            "num_replicas",
            "max_msgs",
            "max_bytes",
            "max_age",
            "max_msgs_per_subject",
            "discard",
            "sealed");
    private static final List<String> STATE_FIELDS =
            List.of("messages", "bytes", "first_seq", "last_seq", "consumer_count", "num_subjects");
    private static final List<String> CONSUMER_FIELDS = List.of(
            "stream_name",
            "name",
            "num_pending",
            "num_ack_pending",
            "num_redelivered",
            "num_waiting",
            "paused",
            "pause_remaining");

    private final Connection nc;
    private final PageSystem system;
    private final SubjectCounts counts;
    private final Duration age;
    private long readAt;
    private String current = "";
    private Set<String> subjects = Set.of();

    /** @param age the time after which the state is read again */
    Snapshots(Connection nc, PageSystem system, SubjectCounts counts, Duration age) {
        this.nc = nc;
        this.system = system;
        this.counts = counts;
        this.age = age;
    }

    /** Returns the state as JSON; the same text until it is too old. */
    synchronized String current() throws InterruptedException {
        if (current.isEmpty() || System.nanoTime() - readAt >= age.toNanos()) {
            readAt = System.nanoTime();
            current = PageJson.write(read());
        }
        return current;
    }

    /** Returns the subjects of all streams in the last snapshot. */
    synchronized Set<String> subjectsOfStreams() {
        return subjects;
    }

    private Map<String, Object> read() throws InterruptedException {
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("time", System.currentTimeMillis());
        try {
            snapshot.put("server", server());
            addStreams(snapshot);
        } catch (VerbFailedException e) {
            snapshot.put("problem", e.getMessage());
        }
        snapshot.put("published", counts.bySubject());
        snapshot.put("published_others", counts.others());
        system.application().ifPresent(application -> snapshot.put("application", application));
        return snapshot;
    }

    private Map<String, Object> server() throws InterruptedException {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("name", nc.getServerInfo().getServerName());
        server.put("version", nc.getServerInfo().getVersion());
        server.put("url", system.url());
        server.put("title", system.title());
        JsonFields.objects(JsonFields.object(account(), "data"), "account_statz").stream()
                .findFirst()
                .ifPresent(account -> {
                    server.put("connections", JsonFields.number(account, "conns"));
                    server.put("subscriptions", JsonFields.number(account, "num_subscriptions"));
                    server.put("slow_consumers", JsonFields.number(account, "slow_consumers"));
                    server.put("received", JsonFields.object(account, "received"));
                    server.put("sent", JsonFields.object(account, "sent"));
                });
        return server;
    }

    /** Returns the figures of the account. Old servers, and those without a system account, do not report them. */
    private JsonObject account() throws InterruptedException {
        try {
            return Api.response(ACCOUNT, Api.request(nc, ACCOUNT, null, new byte[0], PATIENCE));
        } catch (VerbFailedException e) {
            if (e.noResponders()) {
                return new JsonObject();
            }
            throw e;
        }
    }

    private void addStreams(Map<String, Object> snapshot) throws InterruptedException {
        JsonObject reply = Api.ask(nc, "STREAM.LIST", null, PATIENCE);
        List<JsonObject> found = JsonFields.objects(reply, "streams");
        JsonArray streams = new JsonArray();
        JsonArray consumers = new JsonArray();
        Set<String> taken = new TreeSet<>();
        long allConsumers = 0;
        for (JsonObject stream : found) {
            JsonElement captured = JsonFields.object(stream, "config").get("subjects");
            if (captured instanceof JsonArray list) {
                list.forEach(subject -> taken.add(subject.getAsString()));
            }
            long count = JsonFields.number(JsonFields.object(stream, "state"), "consumer_count");
            allConsumers += count;
            if (streams.size() < MOST_STREAMS) {
                streams.add(stream(stream));
                if (count > 0) {
                    addConsumers(stream, consumers);
                }
            }
        }
        subjects = taken;
        snapshot.put("streams", streams);
        snapshot.put("streams_total", JsonFields.number(reply, "total"));
        snapshot.put("consumers", consumers);
        snapshot.put("consumers_total", Math.max(allConsumers, consumers.size()));
    }

    private static JsonObject stream(JsonObject info) {
        JsonObject config = JsonFields.object(info, "config");
        JsonObject stream = new JsonObject();
        copy(config, STREAM_FIELDS, stream);
        copy(JsonFields.object(info, "state"), STATE_FIELDS, stream);
        copy(info, List.of("mirror", "sources"), stream);
        JsonFields.nonEmpty(JsonFields.object(info, "cluster"), "leader")
                .ifPresent(leader -> stream.addProperty("leader", leader));
        return stream;
    }

    private void addConsumers(JsonObject stream, JsonArray consumers) throws InterruptedException {
        String name = JsonFields.text(JsonFields.object(stream, "config"), "name");
        List<JsonObject> found;
        try {
            found = JsonFields.objects(Api.ask(nc, "CONSUMER.LIST." + name, null, PATIENCE), "consumers");
        } catch (VerbFailedException e) {
            if (e.isNoStream()) {
                return; // it was deleted after the list of streams was made
            }
            throw e;
        }
        found.stream().limit(MOST_CONSUMERS).map(Snapshots::consumer).forEach(consumers::add);
    }

    private static JsonObject consumer(JsonObject info) {
        JsonObject config = JsonFields.object(info, "config");
        JsonObject consumer = new JsonObject();
        copy(info, CONSUMER_FIELDS, consumer);
        copy(config, List.of("filter_subject", "filter_subjects", "ack_policy", "max_deliver"), consumer);
        consumer.addProperty("durable", config.has("durable_name"));
        consumer.addProperty("delivered", JsonFields.number(JsonFields.object(info, "delivered"), "consumer_seq"));
        consumer.addProperty("acknowledged", JsonFields.number(JsonFields.object(info, "ack_floor"), "stream_seq"));
        JsonObject mark = JsonFields.object(config, "metadata");
        JsonFields.nonEmpty(mark, "binrun.bucket").ifPresent(bucket -> consumer.addProperty("bucket", bucket));
        JsonFields.nonEmpty(mark, "binrun.key").ifPresent(key -> consumer.addProperty("key", key));
        JsonFields.nonEmpty(JsonFields.object(info, "cluster"), "leader")
                .ifPresent(leader -> consumer.addProperty("leader", leader));
        return consumer;
    }

    private static void copy(JsonObject from, List<String> fields, JsonObject to) {
        for (String field : fields) {
            if (from.has(field)) {
                to.add(field, from.get(field));
            }
        }
    }
}
