package dev.binrun.verb.consumer;

import static dev.binrun.form.ApiField.Form.*;
import static dev.binrun.form.FieldFacts.since;

import dev.binrun.form.ApiField;
import dev.binrun.form.FieldFacts;

/** The fields of a consumer's configuration, as nats-server 2.14.6 names them (server/consumer.go, ConsumerConfig). */
public enum ConsumerField implements ApiField {
    NAME(TEXT, since("2.9").note("durable_name; for an ephemeral consumer, a name that the server generates")),
    DURABLE_NAME(TEXT, since("2.2")),
    DESCRIPTION(TEXT, since("2.3.3")),
    DELIVER_POLICY(
            TEXT,
            since("2.2")
                    .or("all")
                    .of(
                            "all|undefined",
                            "last",
                            "new",
                            "by_start_sequence",
                            "by_start_time",
                            "last_per_subject|subject 2.3.3")
                    .also("deliver")),
    OPT_START_SEQ(NUMBER, since("2.2")),
    OPT_START_TIME(TIME, since("2.2")),
    ACK_POLICY(
            TEXT,
            since("2.2")
                    .or("explicit")
                    .note("the server's default: none")
                    .of("none", "all", "explicit", "flow_control 2.14")
                    .also("ack")),
    ACK_WAIT(
            DURATION,
            since("2.2").or("30s").note("with ack_policy explicit or all").also("wait")),
    MAX_DELIVER(NUMBER, since("2.2").or("-1")),
    BACKOFF(DURATIONS, since("2.7.1")),
    FILTER_SUBJECT(TEXT, since("2.2").also("filter")),
    FILTER_SUBJECTS(TEXTS, since("2.10")),
    REPLAY_POLICY(TEXT, since("2.2").or("instant").of("instant", "original").also("replay")),
    RATE_LIMIT_BPS(NUMBER, since("2.2").also("bps")),
    SAMPLE_FREQ(TEXT, since("2.2").also("sample")),
    MAX_WAITING(NUMBER, since("2.2").or("512").note("for a pull consumer")),
    MAX_ACK_PENDING(
            NUMBER, since("2.2").or("1000").note("none with ack_policy none").also("max_pending", "max_outstanding")),
    FLOW_CONTROL(BOOLEAN, since("2.2").or("false").note("true with ack_policy flow_control")),
    HEADERS_ONLY(BOOLEAN, since("2.6.2").or("false")),
    MAX_BATCH(NUMBER, since("2.7").also("max_pull_batch")),
    MAX_EXPIRES(DURATION, since("2.7").also("max_pull_expire")),
    MAX_BYTES(SIZE, since("2.8.3").also("max_pull_bytes")),
    DELIVER_SUBJECT(TEXT, since("2.2").also("target")),
    DELIVER_GROUP(TEXT, since("2.4")),
    IDLE_HEARTBEAT(
            DURATION, since("2.2").note("1s with ack_policy flow_control").also("heartbeat")),
    INACTIVE_THRESHOLD(DURATION, since("2.7").note("5s for an ephemeral consumer")),
    NUM_REPLICAS(
            NUMBER,
            since("2.8.3")
                    .or("0")
                    .note("the stream's number; 1 if it is ephemeral on a limits stream")
                    .also("replicas")),
    MEM_STORAGE(BOOLEAN, since("2.8.3").or("false").also("memory")),
    DIRECT(BOOLEAN, since("2.2").or("false")),
    SOURCING(BOOLEAN, since("2.14").or("false")),
    METADATA(TEXT_MAP, since("2.10")),
    PAUSE_UNTIL(TIME, since("2.11").also("pause")),
    PRIORITY_GROUPS(TEXTS, since("2.11")),
    PRIORITY_POLICY(TEXT, since("2.11").or("none").of("none", "overflow", "pinned_client", "prioritized 2.12")),
    PRIORITY_TIMEOUT(
            DURATION,
            since("2.11").note("2m with priority_policy pinned_client").also("pinned_ttl"));

    private final Form form;
    private final FieldFacts facts;

    ConsumerField(Form form, FieldFacts facts) {
        this.form = form;
        this.facts = facts;
    }

    @Override
    public FieldFacts facts() {
        return facts;
    }

    @Override
    public Form form() {
        return form;
    }
}
