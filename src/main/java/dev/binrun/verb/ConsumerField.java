package dev.binrun.verb;

import static dev.binrun.form.ApiField.Form.*;

import dev.binrun.form.ApiField;

/** The fields of a consumer's configuration, as nats-server 2.14.0 names them (server/consumer.go, ConsumerConfig). */
public enum ConsumerField implements ApiField {
    NAME(TEXT),
    DURABLE_NAME(TEXT),
    DESCRIPTION(TEXT),
    DELIVER_POLICY(TEXT),
    OPT_START_SEQ(NUMBER),
    OPT_START_TIME(TIME),
    ACK_POLICY(TEXT),
    ACK_WAIT(DURATION),
    MAX_DELIVER(NUMBER),
    BACKOFF(DURATIONS),
    FILTER_SUBJECT(TEXT),
    FILTER_SUBJECTS(TEXTS),
    REPLAY_POLICY(TEXT),
    RATE_LIMIT_BPS(NUMBER),
    SAMPLE_FREQ(TEXT),
    MAX_WAITING(NUMBER),
    MAX_ACK_PENDING(NUMBER),
    FLOW_CONTROL(BOOLEAN),
    HEADERS_ONLY(BOOLEAN),
    MAX_BATCH(NUMBER),
    MAX_EXPIRES(DURATION),
    MAX_BYTES(SIZE),
    DELIVER_SUBJECT(TEXT),
    DELIVER_GROUP(TEXT),
    IDLE_HEARTBEAT(DURATION),
    INACTIVE_THRESHOLD(DURATION),
    NUM_REPLICAS(NUMBER),
    MEM_STORAGE(BOOLEAN),
    DIRECT(BOOLEAN),
    SOURCING(BOOLEAN),
    METADATA(TEXT_MAP),
    PAUSE_UNTIL(TIME),
    PRIORITY_GROUPS(TEXTS),
    PRIORITY_POLICY(TEXT),
    PRIORITY_TIMEOUT(DURATION);

    private final Form form;

    ConsumerField(Form form) {
        this.form = form;
    }

    @Override
    public Form form() {
        return form;
    }
}
