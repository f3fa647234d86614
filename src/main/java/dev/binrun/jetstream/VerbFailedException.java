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
 * Thrown if the server rejected a request of a verb, or did not reply. The server's description is separate from the
 * text that is shown: only the text has subjects, counts and hints.
 */
public final class VerbFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int NOT_FOUND = 404;

    /**
     * The store's descriptions of a message that does not exist (server/store.go); their code is 500 and does not show
     * it.
     */
    private static final List<String> ABSENT = List.of("no message found", "deleted message", "stream store EOF");

    private final transient JsonObject error;
    private final transient Set<Reason> reasons;
    private final transient Shown shown;
    private final boolean notSent;

    /**
     * The text that is shown in place of the description.
     *
     * @param guess a likely cause, shown in parentheses; empty if there is none
     * @param more text after it, such as counts
     * @param subject the subject of the request without a reply; empty if it is not known
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

    /** Creates the exception for an error of the API, {@code {code, err_code, description}}. */
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

    /** Returns an error of binrun for a request that was not sent. */
    public static VerbFailedException notSent(String text, Reason... reasons) {
        return of(text, reasons).notSent();
    }

    /** Returns this error for a request that was not sent. */
    VerbFailedException notSent() {
        return new VerbFailedException(error, reasons, shown, true);
    }

    /**
     * Returns an error of binrun. Its description consists of the words of its reasons.
     *
     * @param text the text that is shown; without a reason it is the description too, and must not contain names
     */
    public static VerbFailedException of(String text, Reason... reasons) {
        return said(words(text, reasons), text, reasons);
    }

    /** Returns an error of binrun with a code that the API would use. */
    public static VerbFailedException of(int code, String text, Reason... reasons) {
        Reason[] all = code == NOT_FOUND && reasons.length == 0 ? new Reason[] {Reason.NOT_FOUND} : reasons;
        JsonObject error = new JsonObject();
        error.addProperty("code", code);
        error.addProperty("description", words(text, all));
        return new VerbFailedException(error, set(all), Shown.of(text), false);
    }

    /**
     * Returns an error whose description is not the text that is shown.
     *
     * @param description the server's own, or a fixed text that a scenario can expect
     */
    public static VerbFailedException said(String description, String text, Reason... reasons) {
        JsonObject error = new JsonObject();
        error.addProperty("description", description);
        return new VerbFailedException(error, set(reasons), Shown.of(text), false);
    }

    /** Returns the server's error for a message that does not exist, with a text that names the message. */
    public static VerbFailedException noMessage(String text) {
        VerbFailedException failed = of(404, text);
        failed.error.addProperty("err_code", ApiErrorCode.NO_MESSAGE_FOUND.number());
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

    /** Returns this error for a request to a subject. */
    public VerbFailedException on(String subject) {
        return showing(new Shown(shown.text(), shown.guess(), shown.more(), subject));
    }

    private VerbFailedException showing(Shown other) {
        return new VerbFailedException(error, reasons, other, notSent);
    }

    /** Returns the error as the API writes it: those of {@code {code, err_code, description}} that exist. */
    public JsonObject error() {
        return error;
    }

    /** Returns the error as a part of an answer; its description is the text that is shown. */
    public JsonObject shown() {
        return shownIn(error);
    }

    /** Returns a copy of a tree of this error whose description is the text that is shown. */
    public JsonObject shownIn(JsonObject tree) {
        JsonObject copy = tree.deepCopy();
        details().ifPresent(text -> copy.addProperty("description", text));
        return copy;
    }

    /** Returns the text that is shown; empty if it equals the description. */
    public Optional<String> details() {
        return Optional.of(shown.whole()).filter(text -> !text.equals(describe(error)));
    }

    /** Returns the server's description, or a fixed text; empty if there is none. */
    public String description() {
        return error.has("description") ? error.get("description").getAsString() : "";
    }

    /** Returns whether a reason is one of this error's. */
    public boolean has(Reason reason) {
        return reasons.contains(reason);
    }

    /** Returns whether one of the reasons has a word. */
    public boolean hasWord(String word) {
        return reasons.stream().anyMatch(reason -> reason.word().equals(word));
    }

    /** Returns the subject of the request if the error is that no reply arrived; else empty. */
    public Optional<String> unanswered() {
        return Optional.of(shown.subject()).filter(subject -> !subject.isEmpty() && has(Reason.TIMEOUT));
    }

    /** Returns whether the effect of the request is unknown: a server may have carried it out. */
    public boolean outcomeUnknown() {
        return has(Reason.TIMEOUT) || has(Reason.CONNECTION) || has(Reason.CANNOT_CONNECT) || has(Reason.ANSWER_DENIED);
    }

    /** Returns whether no server has received this request; other tries may have arrived. */
    public boolean reachedNoServer() {
        return notSent || has(Reason.NO_RESPONDERS);
    }

    /** Returns whether the server that replied has certainly not carried out this request; other servers may have. */
    public boolean refused() {
        return ApiErrorCode.refuses(error);
    }

    /**
     * Completes the operation of a request with this error; its outcome stays unknown if the error does not show it.
     */
    public void complete(PendingOperation recorded) {
        if (reachedNoServer()) {
            recorded.failed();
        } else if (refused()) {
            recorded.refused();
        }
    }

    /** Returns whether the last sequence of the subject was not the expected one. */
    public boolean isWrongLastSequence() {
        return isError(ApiErrorCode.STREAM_WRONG_LAST_SEQUENCE);
    }

    /** Returns whether nothing listened on the subject. */
    public boolean noResponders() {
        return JsonFields.number(error, "code") == 503 && !error.has("err_code");
    }

    /** Returns whether the error has this {@link ApiErrorCode}. */
    public boolean isError(ApiErrorCode code) {
        return code.is(error);
    }

    /** Returns whether the stream has no such message. */
    public boolean isNoMessage() {
        return isError(ApiErrorCode.NO_MESSAGE_FOUND);
    }

    /** Returns whether the stream does not exist. */
    public boolean isNoStream() {
        return isError(ApiErrorCode.STREAM_NOT_FOUND);
    }

    /** Returns whether the requested thing does not exist. */
    public boolean isNotFound() {
        return JsonFields.number(error, "code") == NOT_FOUND;
    }

    /** Returns whether the same request may succeed a little later. */
    public boolean isTransient() {
        return outcomeUnknown() && !has(Reason.ANSWER_DENIED)
                || JsonFields.number(error, "code") == 503
                || isInProcess();
    }

    /**
     * An earlier try with the same id waits to be stored, such as after a cut of the leader; a later try shows its
     * outcome.
     */
    private boolean isInProcess() {
        return isError(ApiErrorCode.STREAM_DUPLICATE_MESSAGE_CONFLICT);
    }

    private static EnumSet<Reason> absence(JsonObject error) {
        long code = JsonFields.number(error, "code");
        boolean absent = code == NOT_FOUND || code == 500 && ABSENT.contains(describe(error));
        return absent ? EnumSet.of(Reason.NOT_FOUND) : EnumSet.noneOf(Reason.class);
    }

    /** Returns the word of the reason if the server's description does not contain it. */
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

    /** Returns the description of an error, or its JSON if it has none. */
    public static String describe(JsonObject error) {
        return error.has("description") ? error.get("description").getAsString() : error.toString();
    }

    /** Returns the {@code err_code} of an error in parentheses, after a space; empty if it has none. */
    public static String code(JsonObject error) {
        return error.has("err_code") ? " (" + error.get("err_code").getAsString() + ")" : "";
    }
}
