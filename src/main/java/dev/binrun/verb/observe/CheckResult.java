package dev.binrun.verb.observe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.VerbFailedException;

/** The result of a health check, in the form of {@code nats server check --format json} (jsm.go, monitor/result.go). */
final class CheckResult {
    private final String suite;
    private final String name;
    private final JsonArray warnings = new JsonArray();
    private final JsonArray criticals = new JsonArray();
    private final JsonArray oks = new JsonArray();
    private final JsonArray perfData = new JsonArray();

    /** Creates a result without messages: its status is OK. */
    CheckResult(String suite, String name) {
        this.suite = suite;
        this.name = name;
    }

    /** Adds a message about something healthy. */
    void ok(String message) {
        oks.add(message);
    }

    /** Adds a warning. */
    void warn(String message) {
        warnings.add(message);
    }

    /** Adds a critical problem. */
    void critical(String message) {
        criticals.add(message);
    }

    /** Adds the same message either as a critical problem or as something healthy. */
    void judge(boolean critical, String message) {
        (critical ? criticals : oks).add(message);
    }

    /** Adds a failed request as a critical problem; for a rejection, only the server's own words, as in the CLI. */
    void notLoaded(String problem, VerbFailedException cause) {
        boolean rejected = cause.error().has("err_code");
        criticals.add(problem + ": " + (rejected ? new VerbFailedException(cause.error()) : cause).getMessage());
    }

    /** Adds a value without a unit. A threshold of 0 means none. */
    void perf(String item, double value, double warning, double critical) {
        perf(item, value, warning, critical, "");
    }

    /** Adds a value with its unit, such as {@code s}; empty for none. A threshold of 0 means none. */
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

    /** Returns the answer, with a status that follows from the messages. */
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
