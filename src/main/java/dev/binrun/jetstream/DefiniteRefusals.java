package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import java.util.Set;

/**
 * The errors that prove that the server which replied did not do what was requested (server/stream.go,
 * jetstream_cluster.go). Other errors leave it open: CLUSTER_NOT_AVAIL comes from a node that knows no leader, while a
 * leader may carry out the request. STREAM_STORE_FAILED, STREAM_SEQUENCE_NOT_MATCH and STREAM_WRONG_LAST_MSG_ID come
 * after other nodes agreed to store the message.
 */
final class DefiniteRefusals {
    /**
     * Errors of a publish that precede its storage and its proposal to other nodes
     * (checkMsgHeadersPreClusteredProposal).
     */
    private static final Set<Integer> PUBLISH = Set.of(
            ApiErrorCode.ACCOUNT_RESOURCES_EXCEEDED,
            ApiErrorCode.INSUFFICIENT_RESOURCES,
            ApiErrorCode.STREAM_MESSAGE_EXCEEDS_MAXIMUM,
            ApiErrorCode.STREAM_NOT_MATCH,
            ApiErrorCode.STREAM_WRONG_LAST_SEQUENCE,
            ApiErrorCode.STREAM_HEADER_EXCEEDS_MAXIMUM,
            ApiErrorCode.STREAM_SEALED,
            ApiErrorCode.STREAM_ROLLUP_FAILED,
            ApiErrorCode.NO_LIMITS,
            ApiErrorCode.STREAM_WRONG_LAST_SEQUENCE_CONSTANT,
            ApiErrorCode.MESSAGE_TTL_INVALID,
            ApiErrorCode.MESSAGE_TTL_DISABLED,
            ApiErrorCode.MESSAGE_INCR_DISABLED,
            ApiErrorCode.MESSAGE_INCR_MISSING,
            ApiErrorCode.MESSAGE_INCR_PAYLOAD,
            ApiErrorCode.MESSAGE_INCR_INVALID,
            ApiErrorCode.MESSAGE_COUNTER_BROKEN,
            ApiErrorCode.ATOMIC_PUBLISH_DISABLED,
            ApiErrorCode.ATOMIC_PUBLISH_MISSING_SEQ,
            ApiErrorCode.ATOMIC_PUBLISH_INCOMPLETE_BATCH,
            ApiErrorCode.ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH,
            ApiErrorCode.ATOMIC_PUBLISH_INVALID_BATCH_ID,
            ApiErrorCode.MESSAGE_SCHEDULES_DISABLED,
            ApiErrorCode.MESSAGE_SCHEDULES_PATTERN_INVALID,
            ApiErrorCode.MESSAGE_SCHEDULES_TARGET_INVALID,
            ApiErrorCode.MESSAGE_SCHEDULES_TTL_INVALID,
            ApiErrorCode.MESSAGE_SCHEDULES_ROLLUP_INVALID,
            ApiErrorCode.STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID,
            ApiErrorCode.ATOMIC_PUBLISH_TOO_LARGE_BATCH,
            ApiErrorCode.ATOMIC_PUBLISH_INVALID_BATCH_COMMIT,
            ApiErrorCode.ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE,
            ApiErrorCode.MESSAGE_SCHEDULES_SOURCE_INVALID,
            ApiErrorCode.ATOMIC_PUBLISH_TOO_MANY_INFLIGHT,
            ApiErrorCode.MESSAGE_SCHEDULES_SCHEDULER_INVALID,
            ApiErrorCode.MESSAGE_SCHEDULES_TIME_ZONE_INVALID);

    /** Errors of an API request that precede its execution (jetstream_api.go). */
    private static final Set<Integer> REQUEST = Set.of(
            ApiErrorCode.BAD_REQUEST,
            ApiErrorCode.CONSUMER_NOT_FOUND,
            ApiErrorCode.INVALID_JSON,
            ApiErrorCode.NOT_EMPTY_REQUEST,
            ApiErrorCode.NOT_ENABLED_FOR_ACCOUNT,
            ApiErrorCode.SEQUENCE_NOT_FOUND,
            ApiErrorCode.STREAM_NOT_FOUND,
            ApiErrorCode.STREAM_PURGE_FAILED,
            ApiErrorCode.REQUIRED_API_LEVEL);

    /**
     * The store's words for a removal that it does not permit (jsMsgDeleteRequest): the error code has other causes
     * too.
     */
    private static final String DENIED = "message delete not permitted";

    private DefiniteRefusals() {}

    /** Returns whether an error proves that its server did not do what was requested. */
    static boolean contains(JsonObject error) {
        int code = (int) JsonFields.number(error, "err_code");
        return PUBLISH.contains(code)
                || REQUEST.contains(code)
                || code == ApiErrorCode.STREAM_MSG_DELETE_FAILED
                        && JsonFields.text(error, "description").equals(DENIED);
    }
}
