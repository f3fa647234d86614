package dev.binrun.scenario;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.match.Expected;
import dev.binrun.match.Mismatch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The error that a step must fail with. */
public final class ExpectedError {
    private static final String LETTER = "[\\p{L}\\p{N}_]";
    private static final Pattern QUOTED = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|(?<!\\w)'[^']*'(?!\\w)");

    private final Function<VerbFailedException, List<Mismatch>> differences;
    private final String described;

    private ExpectedError(String described, Function<VerbFailedException, List<Mismatch>> differences) {
        this.described = described;
        this.differences = differences;
    }

    /** Returns an error with an {@code err_code}, or with a word in its description, ignoring case. */
    static ExpectedError named(String word) {
        boolean code = word.matches("\\d+");
        String shown = code ? word : "'" + word + "'";
        return new ExpectedError("the error " + shown, failed -> {
            JsonObject error = failed.error();
            return (code ? hasCode(error, word) : hasWord(failed, word))
                    ? List.of()
                    : List.of(new Mismatch(
                            "error",
                            (code ? "err_code " : "a description with ") + shown,
                            show(error) + (code ? hint(word, error) : partHint(word, failed)) + details(failed)));
        });
    }

    /** Returns an error whose fields match a pattern; an empty map matches any error. */
    static ExpectedError matching(Expected expected) {
        return new ExpectedError(
                "an error like " + expected.describe(),
                error -> expected.differences(error.error()).stream()
                        .map(difference -> new Mismatch(
                                difference.path().isEmpty() ? "error" : "error." + difference.path(),
                                difference.expected(),
                                difference.actual()))
                        .toList());
    }

    /** Returns a pattern that any error matches. */
    static ExpectedError any() {
        return new ExpectedError("an error", error -> List.of());
    }

    /** Returns the differences between an error and the expected one; empty if it matches. */
    public List<Mismatch> differences(VerbFailedException error) {
        return differences.apply(error);
    }

    /** Returns the expected error in a few words. */
    public String describe() {
        return described;
    }

    private static boolean hasCode(JsonObject error, String code) {
        return JsonFields.text(error, "err_code").equals(code);
    }

    /** Compares whole words. The word of a reason must not be part of a name in the server's description. */
    private static boolean hasWord(VerbFailedException failed, String word) {
        Optional<String> reason = Reason.wordLike(word);
        if (reason.isEmpty()) {
            return inWholeWords(word).matcher(failed.description()).find();
        }
        String plain = QUOTED.matcher(failed.description()).replaceAll("");
        return failed.hasWord(reason.get())
                || Pattern.compile("(?i)(?<![\\w.$*>-])" + Pattern.quote(word) + "(?![\\w$*>-]|\\.\\w)")
                        .matcher(plain)
                        .find();
    }

    /** Matches a text, ignoring case, where it neither begins nor ends within a word. */
    private static Pattern inWholeWords(String text) {
        int last = text.length() - 1;
        String before = text.substring(0, 1).matches(LETTER) ? "(?<!" + LETTER + ")" : "";
        String after = text.substring(last).matches(LETTER) ? "(?!" + LETTER + ")" : "";
        return Pattern.compile(before + Pattern.quote(text) + after, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static String partHint(String text, VerbFailedException failed) {
        boolean part = Reason.wordLike(text).isEmpty()
                && failed.description().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
        return part ? " ('" + text + "' is only a part of a word there: write whole words)" : "";
    }

    /** The server's own errors need no details, because their description is complete. */
    private static String details(VerbFailedException failed) {
        return failed.error().has("err_code")
                ? ""
                : failed.details().map(text -> " (" + text + ")").orElse("");
    }

    /** A code, such as 404, is easily taken for an {@code err_code}. */
    private static String hint(String word, JsonObject error) {
        return JsonFields.text(error, "code").equals(word)
                ? " (" + word + " is its code: write error: {code: " + word + "})"
                : "";
    }

    private static String show(JsonObject error) {
        JsonObject shown = error.deepCopy();
        shown.asMap().replaceAll((key, value) -> value.isJsonNull() ? new JsonPrimitive("null") : value);
        return shown.toString();
    }
}
