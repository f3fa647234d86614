package dev.binrun.verdict;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status with which the server ended a pull (404, 408, 409), with its description. */
final class PullEndStatus {
    private PullEndStatus() {}

    /**
     * Returns the status that explains an answer without messages, as the end of a failure's first line; may be empty.
     */
    static String explanation(JsonElement answer) {
        return trees(answer).stream()
                .filter(PullEndStatus::isEmpty)
                .flatMap(tree -> of(tree).stream())
                .findFirst()
                .map(status -> " (" + status + ")")
                .orElse("");
    }

    /** Returns a line for each status; in a list of answers it begins with the index. */
    static List<String> lines(JsonElement answer) {
        List<String> lines = new ArrayList<>();
        List<JsonObject> trees = trees(answer);
        for (int i = 0; i < trees.size(); i++) {
            String place = answer.isJsonArray() ? "[" + i + "]." : "";
            of(trees.get(i)).ifPresent(status -> lines.add(place + "status: " + status));
        }
        return lines;
    }

    private static List<JsonObject> trees(JsonElement answer) {
        List<JsonElement> all = answer instanceof JsonArray list ? list.asList() : List.of(answer);
        return all.stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static boolean isEmpty(JsonObject tree) {
        return tree.get("messages") instanceof JsonArray messages && messages.isEmpty();
    }

    private static Optional<String> of(JsonObject tree) {
        return tree.get("messages") instanceof JsonArray && tree.get("status") instanceof JsonObject status
                ? Optional.of(JsonFields.text(status, "code") + " " + JsonFields.text(status, "description"))
                : Optional.empty();
    }
}
