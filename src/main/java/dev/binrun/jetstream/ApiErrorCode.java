package dev.binrun.jetstream;

/**
 * The error codes of the JetStream API ({@code err_code}) that binrun acts on. Their names are those of the server
 * without {@code JS} and {@code Err} (server/errors.json of nats-server 2.14.6): {@code STREAM_NOT_FOUND} is {@code
 * JSStreamNotFoundErr}.
 */
public final class ApiErrorCode {
    public static final int ACCOUNT_RESOURCES_EXCEEDED = 10002;
    public static final int BAD_REQUEST = 10003;
    public static final int CLUSTER_NO_PEERS = 10005;
    public static final int CLUSTER_NOT_AVAIL = 10008;
    public static final int CONSUMER_NOT_FOUND = 10014;
    public static final int INSUFFICIENT_RESOURCES = 10023;
    public static final int INVALID_JSON = 10025;
    public static final int NO_MESSAGE_FOUND = 10037;
    public static final int NOT_EMPTY_REQUEST = 10038;
    public static final int NOT_ENABLED_FOR_ACCOUNT = 10039;
    public static final int SEQUENCE_NOT_FOUND = 10043;
    public static final int STREAM_MESSAGE_EXCEEDS_MAXIMUM = 10054;
    public static final int STREAM_MSG_DELETE_FAILED = 10057;
    public static final int STREAM_NOT_FOUND = 10059;
    public static final int STREAM_NOT_MATCH = 10060;
    public static final int STREAM_SUBJECT_OVERLAP = 10065;
    public static final int STREAM_WRONG_LAST_SEQUENCE = 10071;
    public static final int STREAM_HEADER_EXCEEDS_MAXIMUM = 10097;
    public static final int STREAM_SEALED = 10109;
    public static final int STREAM_PURGE_FAILED = 10110;
    public static final int STREAM_ROLLUP_FAILED = 10111;
    public static final int NO_LIMITS = 10120;
    public static final int CONSUMER_ALREADY_EXISTS = 10148;
    public static final int STREAM_DUPLICATE_MESSAGE_CONFLICT = 10158;
    public static final int STREAM_WRONG_LAST_SEQUENCE_CONSTANT = 10164;
    public static final int MESSAGE_TTL_INVALID = 10165;
    public static final int MESSAGE_TTL_DISABLED = 10166;
    public static final int MESSAGE_INCR_DISABLED = 10168;
    public static final int MESSAGE_INCR_MISSING = 10169;
    public static final int MESSAGE_INCR_PAYLOAD = 10170;
    public static final int MESSAGE_INCR_INVALID = 10171;
    public static final int MESSAGE_COUNTER_BROKEN = 10172;
    public static final int ATOMIC_PUBLISH_DISABLED = 10174;
    public static final int ATOMIC_PUBLISH_MISSING_SEQ = 10175;
    public static final int ATOMIC_PUBLISH_INCOMPLETE_BATCH = 10176;
    public static final int ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH = 10177;
    public static final int ATOMIC_PUBLISH_INVALID_BATCH_ID = 10179;
    public static final int REQUIRED_API_LEVEL = 10185;
    public static final int MESSAGE_SCHEDULES_DISABLED = 10188;
    public static final int MESSAGE_SCHEDULES_PATTERN_INVALID = 10189;
    public static final int MESSAGE_SCHEDULES_TARGET_INVALID = 10190;
    public static final int MESSAGE_SCHEDULES_TTL_INVALID = 10191;
    public static final int MESSAGE_SCHEDULES_ROLLUP_INVALID = 10192;
    public static final int STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID = 10193;
    public static final int ATOMIC_PUBLISH_TOO_LARGE_BATCH = 10199;
    public static final int ATOMIC_PUBLISH_INVALID_BATCH_COMMIT = 10200;
    public static final int ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE = 10201;
    public static final int MESSAGE_SCHEDULES_SOURCE_INVALID = 10203;
    public static final int ATOMIC_PUBLISH_TOO_MANY_INFLIGHT = 10210;
    public static final int MESSAGE_SCHEDULES_SCHEDULER_INVALID = 10212;
    public static final int MESSAGE_SCHEDULES_TIME_ZONE_INVALID = 10223;

    private ApiErrorCode() {}
}
