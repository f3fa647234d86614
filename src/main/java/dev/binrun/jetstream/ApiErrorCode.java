package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import io.nats.client.JetStreamApiException;
import java.util.Arrays;

/**
 * The error codes of the JetStream API ({@code err_code}) that binrun acts on. Their names are those of the server
 * without {@code JS} and {@code Err} (server/errors.json of nats-server 2.14.6): {@code STREAM_NOT_FOUND} is {@code
 * JSStreamNotFoundErr}.
 *
 * <p>Some errors prove that the server which replied did not do what was requested: they precede the execution of an
 * API request (jetstream_api.go), or the storage of a message and its proposal to other nodes (stream.go,
 * checkMsgHeadersPreClusteredProposal). Other errors leave it open: CLUSTER_NOT_AVAIL comes from a node that knows no
 * leader, while a leader may carry out the request. STREAM_STORE_FAILED, STREAM_SEQUENCE_NOT_MATCH and
 * STREAM_WRONG_LAST_MSG_ID come after other nodes agreed to store the message.
 */
public enum ApiErrorCode {
    ACCOUNT_RESOURCES_EXCEEDED(10002, Effect.NONE),
    BAD_REQUEST(10003, Effect.NONE),
    CLUSTER_NO_PEERS(10005, Effect.POSSIBLE),
    CLUSTER_NOT_AVAIL(10008, Effect.POSSIBLE),
    CONSUMER_NOT_FOUND(10014, Effect.NONE),
    INSUFFICIENT_RESOURCES(10023, Effect.NONE),
    INVALID_JSON(10025, Effect.NONE),
    NO_MESSAGE_FOUND(10037, Effect.POSSIBLE),
    NOT_EMPTY_REQUEST(10038, Effect.NONE),
    NOT_ENABLED_FOR_ACCOUNT(10039, Effect.NONE),
    SEQUENCE_NOT_FOUND(10043, Effect.NONE),
    STREAM_MESSAGE_EXCEEDS_MAXIMUM(10054, Effect.NONE),
    STREAM_MSG_DELETE_FAILED(10057, Effect.POSSIBLE),
    STREAM_NOT_FOUND(10059, Effect.NONE),
    STREAM_NOT_MATCH(10060, Effect.NONE),
    STREAM_SUBJECT_OVERLAP(10065, Effect.POSSIBLE),
    STREAM_WRONG_LAST_SEQUENCE(10071, Effect.NONE),
    STREAM_HEADER_EXCEEDS_MAXIMUM(10097, Effect.NONE),
    STREAM_SEALED(10109, Effect.NONE),
    STREAM_PURGE_FAILED(10110, Effect.NONE),
    STREAM_ROLLUP_FAILED(10111, Effect.NONE),
    NO_LIMITS(10120, Effect.NONE),
    CONSUMER_ALREADY_EXISTS(10148, Effect.POSSIBLE),
    STREAM_DUPLICATE_MESSAGE_CONFLICT(10158, Effect.POSSIBLE),
    STREAM_WRONG_LAST_SEQUENCE_CONSTANT(10164, Effect.NONE),
    MESSAGE_TTL_INVALID(10165, Effect.NONE),
    MESSAGE_TTL_DISABLED(10166, Effect.NONE),
    MESSAGE_INCR_DISABLED(10168, Effect.NONE),
    MESSAGE_INCR_MISSING(10169, Effect.NONE),
    MESSAGE_INCR_PAYLOAD(10170, Effect.NONE),
    MESSAGE_INCR_INVALID(10171, Effect.NONE),
    MESSAGE_COUNTER_BROKEN(10172, Effect.NONE),
    ATOMIC_PUBLISH_DISABLED(10174, Effect.NONE),
    ATOMIC_PUBLISH_MISSING_SEQ(10175, Effect.NONE),
    ATOMIC_PUBLISH_INCOMPLETE_BATCH(10176, Effect.NONE),
    ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH(10177, Effect.NONE),
    ATOMIC_PUBLISH_INVALID_BATCH_ID(10179, Effect.NONE),
    REQUIRED_API_LEVEL(10185, Effect.NONE),
    MESSAGE_SCHEDULES_DISABLED(10188, Effect.NONE),
    MESSAGE_SCHEDULES_PATTERN_INVALID(10189, Effect.NONE),
    MESSAGE_SCHEDULES_TARGET_INVALID(10190, Effect.NONE),
    MESSAGE_SCHEDULES_TTL_INVALID(10191, Effect.NONE),
    MESSAGE_SCHEDULES_ROLLUP_INVALID(10192, Effect.NONE),
    STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID(10193, Effect.NONE),
    ATOMIC_PUBLISH_TOO_LARGE_BATCH(10199, Effect.NONE),
    ATOMIC_PUBLISH_INVALID_BATCH_COMMIT(10200, Effect.NONE),
    ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE(10201, Effect.NONE),
    MESSAGE_SCHEDULES_SOURCE_INVALID(10203, Effect.NONE),
    ATOMIC_PUBLISH_TOO_MANY_INFLIGHT(10210, Effect.NONE),
    MESSAGE_SCHEDULES_SCHEDULER_INVALID(10212, Effect.NONE),
    MESSAGE_SCHEDULES_TIME_ZONE_INVALID(10223, Effect.NONE);

    /** Whether the server may have done what was requested. */
    private enum Effect {
        NONE,
        POSSIBLE
    }

    /**
     * The store's words for a removal that it does not permit (jsMsgDeleteRequest): the error code has other causes
     * too.
     */
    private static final String DENIED = "message delete not permitted";

    private final int number;
    private final Effect effect;

    ApiErrorCode(int number, Effect effect) {
        this.number = number;
        this.effect = effect;
    }

    /** Returns the number in {@code err_code}. */
    public int number() {
        return number;
    }

    /** Returns whether an exception of jnats has this code. */
    public boolean is(JetStreamApiException e) {
        return e.getApiErrorCode() == number;
    }

    /** Returns whether an error of the API has this code. */
    public boolean is(JsonObject error) {
        return JsonFields.number(error, "err_code") == number;
    }

    /** Returns whether an error proves that its server did not do what was requested. */
    static boolean refuses(JsonObject error) {
        return Arrays.stream(values()).anyMatch(code -> code.effect == Effect.NONE && code.is(error))
                || STREAM_MSG_DELETE_FAILED.is(error)
                        && JsonFields.text(error, "description").equals(DENIED);
    }
}
