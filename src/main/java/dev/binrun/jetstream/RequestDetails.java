package dev.binrun.jetstream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of an API request that an error is about, which the server's description leaves out. */
final class RequestDetails {
    private static final Pattern STREAM = Pattern.compile(
            "^(?:STREAM|CONSUMER)\\.(?:MSG\\.[A-Z]+|PEER\\.REMOVE|LEADER\\.STEPDOWN|DURABLE\\.CREATE|[A-Z]+)\\.([^.]+)");

    private RequestDetails() {}

    /**
     * Returns an error with the name of the stream that does not exist, or the field whose value the server cannot
     * read.
     *
     * @param subject the subject after {@code $JS.API.}
     * @param request the JSON of the request; null for an empty one
     */
    static VerbFailedException added(VerbFailedException e, String subject, JsonElement request) {
        Matcher stream = STREAM.matcher(subject);
        if (e.isNoStream() && stream.find()) {
            return e.with(": there is no stream '" + stream.group(1) + "'");
        }
        if (e.isError(ApiErrorCode.INVALID_JSON) && request instanceof JsonObject tree) {
            List<String> fields = new ArrayList<>();
            collect("", tree, e.description(), fields);
            return fields.isEmpty() ? e : e.with(": " + String.join(", ", fields));
        }
        return e;
    }

    /** The server quotes the value as JSON within quotes of its own. */
    private static void collect(String path, JsonObject tree, String description, List<String> fields) {
        tree.asMap().forEach((key, value) -> {
            String below = path.isEmpty() ? key : path + "." + key;
            if (value instanceof JsonObject map) {
                collect(below, map, description, fields);
            } else if (value instanceof JsonPrimitive text && text.isString() && quotes(description, text)) {
                fields.add(below + " is '" + text.getAsString() + "'");
            }
        });
    }

    private static boolean quotes(String description, JsonPrimitive text) {
        return description.contains("\"\\\"" + text.getAsString() + "\\\"\"");
    }
}
