package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.history.PendingOperation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A verb that the server refused, or that got no answer. The server's own description is kept apart from the text that is
 * shown: only the text has subjects, counts and hints.
 */
public final class VerbFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int NOT_FOUND = 404;

    /** The store's words for a message that does not exist (server/store.go). They come with the code 500, so nothing else tells. */
    private static final List<String> ABSENT = List.of("no message found", "deleted message", "stream store EOF");

    private final transient JsonObject error;
    private final transient Set<Reason> reasons;
    private final transient Shown shown;
    private final boolean notSent;

    /**
     * The text that is shown in place of the description.
     *
     * @param guess a likely cause, shown in parentheses; empty if there is none
     * @param more what follows it, such as counts
     * @param subject the subject of the request that was not answered; empty if it is not known
     */
    private record Shown(String text, String guess, String more, String subject) {
        static Shown of(String text) {
            return new Shown(text, "", "", "");
        }

        Shown guessing(String cause) {
            return new Shown(text, cause, more, subject);
        }

        String whole() {
            return text + (guess.isEmpty() ? "" : " (" + guess + ")") + more;
        }
    }

    /** An error in the API's own form: {@code {code, err_code, description}}. */
    public VerbFailedException(JsonObject error) {
        this(error, absence(error), Shown.of(describe(error)).guessing(hint(error)), false);
    }

    private VerbFailedException(JsonObject error, Set<Reason> reasons, Shown shown, boolean notSent) {
        super(shown.whole() + code(error), null, false, false);
        this.error = error;
        this.reasons = reasons;
        this.shown = shown;
        this.notSent = notSent;
    }

    /** An error of binrun for something that was not sent at all. */
    public static VerbFailedException notSent(String text, Reason... reasons) {
        return of(text, reasons).notSent();
    }

    /** Returns this error as one of a request that was not sent at all. */
    VerbFailedException notSent() {
        return new VerbFailedException(error, reasons, shown, true);
    }

    /**
     * An error of binrun. Its description is the reasons' words.
     *
     * @param text what is shown; without a reason also the description, which must not contain names
     */
    public static VerbFailedException of(String text, Reason... reasons) {
        return said(words(text, reasons), text, reasons);
    }

    /** An error of binrun with a code as the API would give it. */
    public static VerbFailedException of(int code, String text, Reason... reasons) {
        Reason[] all = code == NOT_FOUND && reasons.length == 0 ? new Reason[] {Reason.NOT_FOUND} : reasons;
        JsonObject error = new JsonObject();
        error.addProperty("code", code);
        error.addProperty("description", words(text, all));
        return new VerbFailedException(error, set(all), Shown.of(text), false);
    }

    /**
     * An error with a description that is not its text.
     *
     * @param description the server's own, or a fixed text that a scenario can expect
     */
    public static VerbFailedException said(String description, String text, Reason... reasons) {
        JsonObject error = new JsonObject();
        error.addProperty("description", description);
        return new VerbFailedException(error, set(reasons), Shown.of(text), false);
    }

    /** The server's error for a message that does not exist, with a text that names the message. */
    public static VerbFailedException noMessage(String text) {
        VerbFailedException failed = of(404, text);
        failed.error.addProperty("err_code", ApiErrorCode.NO_MESSAGE_FOUND);
        return new VerbFailedException(failed.error, failed.reasons, failed.shown, false);
    }

    /** Returns this error with one more reason. */
    public VerbFailedException because(Reason reason) {
        EnumSet<Reason> all = EnumSet.of(reason);
        all.addAll(reasons);
        return new VerbFailedException(error, all, shown, notSent);
    }

    /** Returns this error with a likely cause in place of an earlier one. */
    public VerbFailedException guessing(String cause) {
        return showing(shown.guessing(cause));
    }

    /** Returns this error with more text at its end. */
    public VerbFailedException with(String more) {
        return showing(new Shown(shown.text(), shown.guess(), shown.more() + more, shown.subject()));
    }

    /** Returns this error as one of a request to this subject. */
    public VerbFailedException on(String subject) {
        return showing(new Shown(shown.text(), shown.guess(), shown.more(), subject));
    }

    private VerbFailedException showing(Shown other) {
        return new VerbFailedException(error, reasons, other, notSent);
    }

    /** The error as the API writes it: those of {@code {code, err_code, description}} that exist. */
    public JsonObject error() {
        return error;
    }

    /** The error for an answer, such as that of a background verb: its description is the text that is shown. */
    public JsonObject shown() {
        return shownIn(error);
    }

    /** A copy of a tree of this error, in which the description is the text that is shown. */
    public JsonObject shownIn(JsonObject tree) {
        JsonObject copy = tree.deepCopy();
        details().ifPresent(text -> copy.addProperty("description", text));
        return copy;
    }

    /** The text that is shown, if it says more than the description. */
    public Optional<String> details() {
        return Optional.of(shown.whole()).filter(text -> !text.equals(describe(error)));
    }

    /** The server's own description, or a fixed text; empty if there is none. */
    public String description() {
        return error.has("description") ? error.get("description").getAsString() : "";
    }

    /** Returns whether this is one of the reasons. */
    public boolean has(Reason reason) {
        return reasons.contains(reason);
    }

    /** Returns whether a reason has this word. */
    public boolean hasWord(String word) {
        return reasons.stream().anyMatch(reason -> reason.word().equals(word));
    }

    /** The subject of the request that was not answered, if that is the error. */
    public Optional<String> unanswered() {
        return Optional.of(shown.subject()).filter(subject -> !subject.isEmpty() && has(Reason.TIMEOUT));
    }

    /** Whether it is not known what became of the request: it may have been carried out. */
    public boolean outcomeUnknown() {
        return has(Reason.TIMEOUT) || has(Reason.CONNECTION) || has(Reason.CANNOT_CONNECT) || has(Reason.ANSWER_DENIED);
    }

    /** Whether no server has heard of this request. It says nothing of other tries. */
    public boolean unheard() {
        return notSent || has(Reason.NO_RESPONDERS);
    }

    /** Whether the server that answered this request has certainly not done what it asked for. It says nothing of other servers. */
    public boolean refused() {
        return DefiniteRefusals.contains(error);
    }

    /** Tells what became of a request with this error; if it says nothing of that, it stays unknown. */
    public void tell(PendingOperation recorded) {
        if (unheard()) {
            recorded.failed();
        } else if (refused()) {
            recorded.refused();
        }
    }

    /** Whether the subject's last sequence was not the one that was expected (err_code 10071, JSStreamWrongLastSequenceErrF). */
    public boolean isWrongLastSequence() {
        return isError(ApiErrorCode.STREAM_WRONG_LAST_SEQUENCE);
    }

    /** Whether nothing listened. */
    public boolean noResponders() {
        return JsonFields.number(error, "code") == 503 && !error.has("err_code");
    }

    /** Returns whether the error has this err_code. */
    public boolean isError(int errCode) {
        return JsonFields.number(error, "err_code") == errCode;
    }

    /** Whether there was no such message (err_code 10037, JSNoMessageFoundErr). */
    public boolean isNoMessage() {
        return isError(ApiErrorCode.NO_MESSAGE_FOUND);
    }

    /** Whether there was no such stream (err_code 10059, JSStreamNotFoundErr). */
    public boolean isNoStream() {
        return isError(ApiErrorCode.STREAM_NOT_FOUND);
    }

    /** Whether what was asked for is not there. */
    public boolean isNotFound() {
        return JsonFields.number(error, "code") == NOT_FOUND;
    }

    /** Whether the same request may succeed a little later. */
    public boolean mayPass() {
        return outcomeUnknown() && !has(Reason.ANSWER_DENIED)
                || JsonFields.number(error, "code") == 503
                || isInProcess();
    }

    /**
     * Whether a try before with the same id waits to be stored, as where the leader was cut off (err_code 10158,
     * JSStreamDuplicateMessageConflict): what becomes of it is seen later.
     */
    private boolean isInProcess() {
        return isError(ApiErrorCode.STREAM_DUPLICATE_MESSAGE_CONFLICT);
    }

    private static EnumSet<Reason> absence(JsonObject error) {
        long code = JsonFields.number(error, "code");
        boolean absent = code == NOT_FOUND || code == 500 && ABSENT.contains(describe(error));
        return absent ? EnumSet.of(Reason.NOT_FOUND) : EnumSet.noneOf(Reason.class);
    }

    /** Shows the reason where the server's own words for it are others. */
    private static String hint(JsonObject error) {
        String word = Reason.NOT_FOUND.word();
        return absence(error).isEmpty() || describe(error).contains(word) ? "" : word;
    }

    private static EnumSet<Reason> set(Reason... reasons) {
        EnumSet<Reason> set = EnumSet.noneOf(Reason.class);
        set.addAll(List.of(reasons));
        return set;
    }

    private static String words(String text, Reason... reasons) {
        return reasons.length == 0
                ? text
                : Arrays.stream(reasons).map(Reason::word).distinct().collect(Collectors.joining(": "));
    }

    public static String describe(JsonObject error) {
        return error.has("description") ? error.get("description").getAsString() : error.toString();
    }

    public static String code(JsonObject error) {
        return error.has("err_code") ? " (" + error.get("err_code").getAsString() + ")" : "";
    }
}
