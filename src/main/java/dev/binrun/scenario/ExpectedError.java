package dev.binrun.scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.match.Expected;
import dev.binrun.match.Mismatch;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** How a step must fail. */
public final class ExpectedError {
    private final Function<JsonObject, List<Mismatch>> differences;
    private final String described;

    private ExpectedError(String described, Function<JsonObject, List<Mismatch>> differences) {
        this.described = described;
        this.differences = differences;
    }

    /** With this {@code err_code}, or with this word in its description, whatever its case. */
    static ExpectedError named(String word) {
        boolean code = word.matches("\\d+");
        String shown = code ? word : "'" + word + "'";
        return new ExpectedError("the error " + shown, error -> {
            JsonElement there = error.get(code ? "err_code" : "description");
            String text = there == null ? "" : there.getAsString();
            boolean same =
                    code ? text.equals(word) : text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
            return same
                    ? List.of()
                    : List.of(new Mismatch(
                            "error",
                            (code ? "err_code " : "a description with ") + shown,
                            show(error) + hint(word, error)));
        });
    }

    /** Like this; of an empty map: any error. */
    static ExpectedError matching(Expected expected) {
        return new ExpectedError(
                "an error like " + expected.describe(),
                error -> expected.differences(error).stream()
                        .map(m -> new Mismatch(
                                m.path().isEmpty() ? "error" : "error." + m.path(), m.expected(), m.actual()))
                        .toList());
    }

    /** Any error at all. */
    static ExpectedError any() {
        return new ExpectedError("an error", error -> List.of());
    }

    /** What differs between an error and this. */
    public List<Mismatch> differences(JsonObject error) {
        return differences.apply(error);
    }

    /** What is expected, in a few words. */
    public String describe() {
        return described;
    }

    /** HTTP's codes are easily taken for the API's. */
    private static String hint(String word, JsonObject error) {
        boolean isCode = error.has("code") && error.get("code").getAsString().equals(word);
        return isCode ? " (" + word + " is its code: write error: {code: " + word + "})" : "";
    }

    private static String show(JsonObject error) {
        JsonObject shown = error.deepCopy();
        shown.asMap().replaceAll((key, value) -> value.isJsonNull() ? new JsonPrimitive("null") : value);
        return shown.toString();
    }
}
