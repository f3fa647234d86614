package dev.binrun.jetstream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;

/**
 * The errors after which the server that answers with them has certainly not done what was asked for. Whatever is not here leaves it open: 10008 comes from a
 * node that knows of no leader, beside whom there may be one that obeys; 10077 and 10063 come when others have agreed to store the
 * message; 10070 is found out after that, too (server/stream.go, jetstream_cluster.go).
 */
final class DefiniteRefusals {
    /** Of a publish: found before the message is stored, or proposed to the others (checkMsgHeadersPreClusteredProposal). */
    private static final Set<Integer> PUBLISH = Set.of(
            10002, // account limits
            10023, // server limits
            10054, // too large
            10060, // expected stream
            10071, // expected last sequence
            10097, // headers too large
            10109, // sealed
            10111, // rollup
            10120, // no limits for the account
            10164, // expected last sequence, of a subject that is being written to
            10165, // ttl
            10166, 10168, // counters
            10169, 10170, 10171, 10172, 10174, // atomic batches: none of it
            10175, 10176, 10177, 10179, 10188, // schedules
            10189, 10190, 10191, 10192, 10193, // expected last sequence without a sequence
            10199, // atomic batches
            10200, 10201, 10203, // schedules
            10210, // atomic batches
            10212, // schedules
            10223);

    /** Of an API request: found before it is carried out (jetstream_api.go). */
    private static final Set<Integer> REQUEST = Set.of(
            10003, // bad request
            10014, // no such consumer
            10025, // no JSON
            10038, // not empty
            10039, // no JetStream for the account
            10043, // no such sequence
            10059, // no such stream
            10110, // purge denied
            10185); // required API level

    /** Of a removal of one message, beside other reasons: it is denied. */
    private static final int DELETE_FAILED = 10057;

    /** The words for that are the store's (jetstream_api.go, jsMsgDeleteRequest): its err_code has other reasons too. */
    private static final String DENIED = "message delete not permitted";

    private DefiniteRefusals() {}

    static boolean says(JsonObject error) {
        JsonElement said = error.get("err_code");
        if (said == null) {
            return false;
        }
        int code = said.getAsInt();
        return PUBLISH.contains(code)
                || REQUEST.contains(code)
                || code == DELETE_FAILED
                        && error.get("description").getAsString().equals(DENIED);
    }
}
