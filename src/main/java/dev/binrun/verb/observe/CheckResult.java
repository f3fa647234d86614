package dev.binrun.verb.observe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.VerbFailedException;

/** What a check found, written as {@code nats server check … --format json} writes it (jsm.go, monitor/result.go). */
final class CheckResult {
    private final String suite;
    private final String name;
    private final JsonArray warnings = new JsonArray();
    private final JsonArray criticals = new JsonArray();
    private final JsonArray oks = new JsonArray();
    private final JsonArray perfData = new JsonArray();

    CheckResult(String suite, String name) {
        this.suite = suite;
        this.name = name;
    }

    void ok(String message) {
        oks.add(message);
    }

    void warn(String message) {
        warnings.add(message);
    }

    void critical(String message) {
        criticals.add(message);
    }

    /** Says whether something is fine in the same words either way. */
    void judge(boolean critical, String message) {
        (critical ? criticals : oks).add(message);
    }

    /** What a check cannot load is critical for it, and no error of the step. */
    void notLoaded(String what, VerbFailedException why) {
        boolean answered = why.error().has("err_code"); // then in the server's words alone, as the CLI has it
        criticals.add(what + ": " + (answered ? new VerbFailedException(why.error()) : why).getMessage());
    }

    boolean hasOnlyGood() {
        return warnings.isEmpty() && criticals.isEmpty();
    }

    void perf(String item, double value, double warning, double critical) {
        perf(item, value, warning, critical, "");
    }

    void perf(String item, double value, double warning, double critical, String unit) {
        JsonObject data = new JsonObject();
        data.addProperty("name", item);
        data.add("value", number(value));
        data.add("warning", number(warning));
        data.add("critical", number(critical));
        if (!unit.isEmpty()) {
            data.addProperty("unit", unit);
        }
        perfData.add(data);
    }

    JsonObject answer() {
        JsonObject answer = new JsonObject();
        answer.addProperty("status", !criticals.isEmpty() ? "CRITICAL" : !warnings.isEmpty() ? "WARNING" : "OK");
        answer.addProperty("check_suite", suite);
        answer.addProperty("check_name", name);
        addIfAny(answer, "warning", warnings);
        addIfAny(answer, "critical", criticals);
        addIfAny(answer, "ok", oks);
        answer.add("perf_data", perfData);
        return answer;
    }

    private static void addIfAny(JsonObject answer, String key, JsonArray messages) {
        if (!messages.isEmpty()) {
            answer.add(key, messages);
        }
    }

    private static JsonElement number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? new JsonPrimitive((long) value)
                : new JsonPrimitive(value);
    }
}
