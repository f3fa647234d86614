package dev.binrun.verb.stream;

import static dev.binrun.form.ApiField.Form.*;
import static dev.binrun.form.FieldFacts.since;

import dev.binrun.form.ApiField;
import dev.binrun.form.FieldFacts;
import dev.binrun.form.KnownWords;
import java.util.List;

/** The fields of a stream's configuration, as nats-server 2.14.6 names them (server/stream.go, StreamConfig). */
public enum StreamField implements ApiField {
    NAME(TEXT, since("2.2")),
    DESCRIPTION(TEXT, since("2.3.3")),
    SUBJECTS(TEXTS, since("2.2").note("the stream's name, unless it has a mirror or sources")),
    RETENTION(TEXT, since("2.2").or("limits").of("limits", "interest", "workqueue|workq|work")),
    MAX_CONSUMERS(NUMBER, since("2.2").or("-1")),
    MAX_MSGS(NUMBER, since("2.2").or("-1")),
    MAX_BYTES(SIZE, since("2.2").or("-1")),
    MAX_AGE(DURATION, since("2.2").or("0")),
    MAX_MSGS_PER_SUBJECT(NUMBER, since("2.3").or("-1")),
    MAX_MSG_SIZE(SIZE, since("2.2").or("-1")),
    DISCARD(TEXT, since("2.2").or("old").of(KnownWords.of("old", "new").ignoringCase())),
    DISCARD_NEW_PER_SUBJECT(BOOLEAN, since("2.9.1").or("false").also("discard_per_subject")),
    STORAGE(TEXT, since("2.2").or("file").note("or server.storage").of("file|f", "memory|m")),
    NUM_REPLICAS(NUMBER, since("2.2").or("1").also("replicas")),
    NO_ACK(BOOLEAN, since("2.2").or("false")),
    DUPLICATE_WINDOW(
            DURATION,
            since("2.2")
                    .or("2m")
                    .note("max_age if that is shorter; none with a mirror or sources")
                    .also("dupe_window")),
    PLACEMENT(MAP, since("2.2").within(Within.PLACEMENT)),
    MIRROR(MAP, since("2.2").within(Within.SOURCE)),
    SOURCES(MAPS, since("2.2").within(Within.SOURCE).also("source")),
    COMPRESSION(TEXT, since("2.10").or("none").of("none", "s2")),
    FIRST_SEQ(NUMBER, since("2.10").note("the first message has sequence 1").also("first_sequence")),
    SUBJECT_TRANSFORM(MAP, since("2.10").within(Within.TRANSFORM)),
    REPUBLISH(MAP, since("2.8.3").within(Within.REPUBLISH)),
    ALLOW_DIRECT(BOOLEAN, since("2.9").or("false")),
    MIRROR_DIRECT(
            BOOLEAN,
            since("2.9")
                    .or("false")
                    .note("for a mirror, the origin's allow_direct")
                    .also("allow_mirror_direct")),
    SEALED(BOOLEAN, since("2.6.2").or("false")),
    DENY_DELETE(BOOLEAN, since("2.6.2").or("false")),
    DENY_PURGE(BOOLEAN, since("2.6.2").or("false")),
    ALLOW_ROLLUP_HDRS(BOOLEAN, since("2.6.2").or("false").also("allow_rollup")),
    CONSUMER_LIMITS(MAP, since("2.10").within(Within.CONSUMER_LIMITS)),
    ALLOW_MSG_TTL(BOOLEAN, since("2.11").or("false")),
    SUBJECT_DELETE_MARKER_TTL(DURATION, since("2.11").also("subject_del_markers_ttl")),
    ALLOW_MSG_COUNTER(BOOLEAN, since("2.12").or("false").also("allow_counter")),
    ALLOW_ATOMIC(BOOLEAN, since("2.12").or("false").also("allow_batch")),
    ALLOW_MSG_SCHEDULES(BOOLEAN, since("2.12").or("false").also("allow_schedules")),
    PERSIST_MODE(TEXT, since("2.12").or("default").of("default|", "async")),
    ALLOW_BATCHED(BOOLEAN, since("2.14").or("false").also("allow_fast")),
    METADATA(TEXT_MAP, since("2.10"));

    private final Form form;
    private final FieldFacts facts;

    StreamField(Form form, FieldFacts facts) {
        this.form = form;
        this.facts = facts;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public FieldFacts facts() {
        return facts;
    }

    /** A field within another field. */
    private record Inner(String name, Form form, FieldFacts facts) implements ApiField {}

    /** The fields within the fields that are maps. */
    private static final class Within {
        static final List<ApiField> PLACEMENT = List.of(
                new Inner("cluster", TEXT, since("2.2")),
                new Inner("tags", TEXTS, since("2.2")),
                new Inner("preferred", TEXT, since("2.11")));

        static final List<ApiField> TRANSFORM =
                List.of(new Inner("src", TEXT, since("2.10")), new Inner("dest", TEXT, since("2.10")));

        static final List<ApiField> EXTERNAL =
                List.of(new Inner("api", TEXT, since("2.2")), new Inner("deliver", TEXT, since("2.2")));

        static final List<ApiField> CONSUMER =
                List.of(new Inner("name", TEXT, since("2.14")), new Inner("deliver_subject", TEXT, since("2.14")));

        static final List<ApiField> SOURCE = List.of(
                new Inner("name", TEXT, since("2.2")),
                new Inner("opt_start_seq", NUMBER, since("2.2")),
                new Inner("opt_start_time", TIME, since("2.2")),
                new Inner("filter_subject", TEXT, since("2.2")),
                new Inner("subject_transforms", MAPS, since("2.10").within(TRANSFORM)),
                new Inner("external", MAP, since("2.2").within(EXTERNAL)),
                new Inner("consumer", MAP, since("2.14").within(CONSUMER)));

        static final List<ApiField> REPUBLISH = List.of(
                new Inner("src", TEXT, since("2.8.3")),
                new Inner("dest", TEXT, since("2.8.3")),
                new Inner("headers_only", BOOLEAN, since("2.9")));

        static final List<ApiField> CONSUMER_LIMITS = List.of(
                new Inner("inactive_threshold", DURATION, since("2.10")),
                new Inner("max_ack_pending", NUMBER, since("2.10")));
    }
}
