package dev.binrun.verb.consumer;

import static dev.binrun.form.ApiField.Form.*;

import dev.binrun.form.ApiField;
import java.util.List;

/** The fields of a consumer's configuration, as nats-server 2.14.0 names them (server/consumer.go, ConsumerConfig). */
public enum ConsumerField implements ApiField {
    NAME(TEXT),
    DURABLE_NAME(TEXT),
    DESCRIPTION(TEXT),
    DELIVER_POLICY(TEXT, "deliver"),
    OPT_START_SEQ(NUMBER),
    OPT_START_TIME(TIME),
    ACK_POLICY(TEXT, "ack"),
    ACK_WAIT(DURATION, "wait"),
    MAX_DELIVER(NUMBER),
    BACKOFF(DURATIONS),
    FILTER_SUBJECT(TEXT, "filter"),
    FILTER_SUBJECTS(TEXTS),
    REPLAY_POLICY(TEXT, "replay"),
    RATE_LIMIT_BPS(NUMBER, "bps"),
    SAMPLE_FREQ(TEXT, "sample"),
    MAX_WAITING(NUMBER),
    MAX_ACK_PENDING(NUMBER, "max_pending", "max_outstanding"),
    FLOW_CONTROL(BOOLEAN),
    HEADERS_ONLY(BOOLEAN),
    MAX_BATCH(NUMBER, "max_pull_batch"),
    MAX_EXPIRES(DURATION, "max_pull_expire"),
    MAX_BYTES(SIZE, "max_pull_bytes"),
    DELIVER_SUBJECT(TEXT, "target"),
    DELIVER_GROUP(TEXT),
    IDLE_HEARTBEAT(DURATION, "heartbeat"),
    INACTIVE_THRESHOLD(DURATION),
    NUM_REPLICAS(NUMBER, "replicas"),
    MEM_STORAGE(BOOLEAN, "memory"),
    DIRECT(BOOLEAN),
    SOURCING(BOOLEAN),
    METADATA(TEXT_MAP),
    PAUSE_UNTIL(TIME, "pause"),
    PRIORITY_GROUPS(TEXTS),
    PRIORITY_POLICY(TEXT),
    PRIORITY_TIMEOUT(DURATION, "pinned_ttl");

    private final Form form;
    private final List<String> also;

    ConsumerField(Form form, String... also) {
        this.form = form;
        this.also = List.of(also);
    }

    @Override
    public List<String> also() {
        return also;
    }

    @Override
    public Form form() {
        return form;
    }
}
