package dev.binrun.verb;

import com.google.gson.JsonObject;
import dev.binrun.history.Asked;

/** A verb that the server refused, or that got no answer; carries the error as the API writes it. */
public final class VerbFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int NO_MESSAGE = 10037;
    private static final int NO_STREAM = 10059;
    private static final int IN_PROCESS = 10158;
    private static final int WRONG_LAST_SEQUENCE = 10071;

    private final transient JsonObject error;
    private final boolean notSent;

    /** An error that the API answered: {@code {code, err_code, description}}. */
    public VerbFailed(JsonObject error) {
        this(error, false);
    }

    private VerbFailed(JsonObject error, boolean notSent) {
        super(describe(error), null, false, false);
        this.error = error;
        this.notSent = notSent;
    }

    /** An error of ours: something was not sent at all. */
    public static VerbFailed notSent(String description) {
        return new VerbFailed(of(description).error, true);
    }

    /** An error of ours, with the words that a scenario can expect. */
    public static VerbFailed of(String description) {
        JsonObject error = new JsonObject();
        error.addProperty("description", description);
        return new VerbFailed(error);
    }

    /** An error of ours with a code, as the API would give it. */
    public static VerbFailed of(int code, String description) {
        JsonObject error = new JsonObject();
        error.addProperty("code", code);
        error.addProperty("description", description);
        return new VerbFailed(error);
    }

    /** The server's error that there is no such message, in words that say what it would have been. */
    public static VerbFailed noMessage(String description) {
        VerbFailed failed = of(404, description);
        failed.error.addProperty("err_code", NO_MESSAGE);
        return new VerbFailed(failed.error);
    }

    /** {@code {code, err_code, description}}, what of it there is. */
    public JsonObject error() {
        return error;
    }

    /** Whether it is not known what became of the request: it may have been carried out. */
    public boolean outcomeUnknown() {
        return getMessage().startsWith("timeout") || getMessage().startsWith("connection") || answerDenied();
    }

    /** Whether no server has heard of this request. It says nothing of other tries. */
    public boolean unheard() {
        boolean nobody = noResponders() && getMessage().startsWith("no responders"); // in our words, not in an answer's
        return notSent || nobody;
    }

    /** Whether the server that answered this request has certainly not done what it asked for. It says nothing of other servers. */
    public boolean refused() {
        return NotDone.says(error);
    }

    /** Tells what became of a request with this error; if it says nothing of that, it stays unknown. */
    public void tell(Asked recorded) {
        if (unheard()) {
            recorded.failed();
        } else if (refused()) {
            recorded.refused();
        }
    }

    /** Whether the subject's last sequence was not the one that was expected (err_code 10071, JSStreamWrongLastSequenceErrF). */
    public boolean isWrongLastSequence() {
        return error.has("err_code") && error.get("err_code").getAsInt() == WRONG_LAST_SEQUENCE;
    }

    /** Whether nothing listened. */
    public boolean noResponders() {
        return error.has("code") && error.get("code").getAsInt() == 503 && !error.has("err_code");
    }

    /** Whether there was no such message (err_code 10037, JSNoMessageFoundErr). */
    public boolean isNoMessage() {
        return error.has("err_code") && error.get("err_code").getAsInt() == NO_MESSAGE;
    }

    /** Whether there was no such stream (err_code 10059, JSStreamNotFoundErr). */
    public boolean isNoStream() {
        return error.has("err_code") && error.get("err_code").getAsInt() == NO_STREAM;
    }

    /** Whether what was asked for is not there. */
    public boolean isNotFound() {
        return error.has("code") && error.get("code").getAsInt() == 404;
    }

    /** Whether the same request may succeed a little later. */
    public boolean mayPass() {
        return outcomeUnknown() && !answerDenied()
                || error.has("code") && error.get("code").getAsInt() == 503
                || isInProcess();
    }

    /**
     * Whether a try before with the same id waits to be stored, as where the leader was cut off (err_code 10158,
     * JSStreamDuplicateMessageConflict): what becomes of it is seen later.
     */
    private boolean isInProcess() {
        return error.has("err_code") && error.get("err_code").getAsInt() == IN_PROCESS;
    }

    private boolean answerDenied() {
        return getMessage().startsWith(Refusals.NO_ANSWERS);
    }

    /** Returns an error's description, and its code if it has one. */
    static String describe(JsonObject error) {
        String description = error.has("description") ? error.get("description").getAsString() : error.toString();
        return error.has("err_code")
                ? description + " (" + error.get("err_code").getAsString() + ")"
                : description;
    }
}
