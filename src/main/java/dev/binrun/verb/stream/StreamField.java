package dev.binrun.verb.stream;

import static dev.binrun.form.ApiField.Form.*;

import dev.binrun.form.ApiField;
import java.util.List;

/** The fields of a stream's configuration, as nats-server 2.14.0 names them (server/stream.go, StreamConfig). */
public enum StreamField implements ApiField {
    NAME(TEXT),
    DESCRIPTION(TEXT),
    SUBJECTS(TEXTS),
    RETENTION(TEXT),
    MAX_CONSUMERS(NUMBER),
    MAX_MSGS(NUMBER),
    MAX_BYTES(SIZE),
    MAX_AGE(DURATION),
    MAX_MSGS_PER_SUBJECT(NUMBER),
    MAX_MSG_SIZE(SIZE),
    DISCARD(TEXT),
    DISCARD_NEW_PER_SUBJECT(BOOLEAN, "discard_per_subject"),
    STORAGE(TEXT),
    NUM_REPLICAS(NUMBER, "replicas"),
    NO_ACK(BOOLEAN),
    DUPLICATE_WINDOW(DURATION, "dupe_window"),
    PLACEMENT(MAP, Placement.values()),
    MIRROR(MAP, Source.values()),
    SOURCES(MAPS, List.of("source"), Source.values()),
    COMPRESSION(TEXT),
    FIRST_SEQ(NUMBER, "first_sequence"),
    SUBJECT_TRANSFORM(MAP, Transform.values()),
    REPUBLISH(MAP, Republish.values()),
    ALLOW_DIRECT(BOOLEAN),
    MIRROR_DIRECT(BOOLEAN, "allow_mirror_direct"),
    SEALED(BOOLEAN),
    DENY_DELETE(BOOLEAN),
    DENY_PURGE(BOOLEAN),
    ALLOW_ROLLUP_HDRS(BOOLEAN, "allow_rollup"),
    CONSUMER_LIMITS(MAP, ConsumerLimits.values()),
    ALLOW_MSG_TTL(BOOLEAN),
    SUBJECT_DELETE_MARKER_TTL(DURATION, "subject_del_markers_ttl"),
    ALLOW_MSG_COUNTER(BOOLEAN, "allow_counter"),
    ALLOW_ATOMIC(BOOLEAN, "allow_batch"),
    ALLOW_MSG_SCHEDULES(BOOLEAN, "allow_schedules"),
    PERSIST_MODE(TEXT),
    ALLOW_BATCHED(BOOLEAN, "allow_fast"),
    METADATA(TEXT_MAP);

    private final Form form;
    private final List<String> also;
    private final ApiField[] within;

    StreamField(Form form) {
        this(form, List.of());
    }

    StreamField(Form form, String also) {
        this(form, List.of(also));
    }

    StreamField(Form form, ApiField[] within) {
        this(form, List.of(), within);
    }

    StreamField(Form form, List<String> also, ApiField... within) {
        this.form = form;
        this.also = also;
        this.within = within;
    }

    @Override
    public List<String> also() {
        return also;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public ApiField[] within() {
        return within.clone();
    }

    /** A field within another. */
    private record Inner(String name, Form form, ApiField... within) implements ApiField {}

    private static final class Placement {
        static ApiField[] values() {
            return new ApiField[] {new Inner("cluster", TEXT), new Inner("tags", TEXTS), new Inner("preferred", TEXT)};
        }
    }

    private static final class Source {
        static ApiField[] values() {
            return new ApiField[] {
                new Inner("name", TEXT),
                new Inner("opt_start_seq", NUMBER),
                new Inner("opt_start_time", TIME),
                new Inner("filter_subject", TEXT),
                new Inner("subject_transforms", MAPS, Transform.values()),
                new Inner("external", MAP, new Inner("api", TEXT), new Inner("deliver", TEXT)),
                new Inner("consumer", MAP, new Inner("name", TEXT), new Inner("deliver_subject", TEXT))
            };
        }
    }

    private static final class Transform {
        static ApiField[] values() {
            return new ApiField[] {new Inner("src", TEXT), new Inner("dest", TEXT)};
        }
    }

    private static final class Republish {
        static ApiField[] values() {
            return new ApiField[] {new Inner("src", TEXT), new Inner("dest", TEXT), new Inner("headers_only", BOOLEAN)};
        }
    }

    private static final class ConsumerLimits {
        static ApiField[] values() {
            return new ApiField[] {new Inner("inactive_threshold", DURATION), new Inner("max_ack_pending", NUMBER)};
        }
    }
}
