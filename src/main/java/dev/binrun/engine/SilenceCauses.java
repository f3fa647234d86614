package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.cluster.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The known causes of a request without a reply: a node that does not run, or a stream that never acknowledges. */
final class SilenceCauses {
    /** The subjects of the streams that never acknowledge, by stream. */
    private final Map<String, List<String>> silent = new ConcurrentHashMap<>();

    /** Notes the stream configuration in the answer of a step, if it has one. */
    void note(JsonObject answer) {
        if (answer.get("config") instanceof JsonObject config && config.has("name") && config.has("subjects")) {
            String stream = JsonFields.text(config, "name");
            if (config.has("no_ack") && config.get("no_ack").getAsBoolean()) {
                List<JsonElement> subjects = config.getAsJsonArray("subjects").asList();
                silent.put(
                        stream, subjects.stream().map(JsonElement::getAsString).toList());
            } else {
                silent.remove(stream);
            }
        }
    }

    /** Returns an error with its likely cause, if that is known. */
    VerbFailedException explained(VerbFailedException e, Target target) {
        boolean noConnection = e.has(Reason.CONNECTION) || e.has(Reason.CANNOT_CONNECT) && !e.has(Reason.DENIED);
        if (e.unanswered().isEmpty() && !noConnection) {
            return e;
        }
        return target.unavailableNodes()
                .or(() -> e.unanswered().flatMap(this::neverAcknowledged))
                .map(e::guessing)
                .orElse(e);
    }

    private Optional<String> neverAcknowledged(String subject) {
        return silent.entrySet().stream()
                .filter(stream -> stream.getValue().stream().anyMatch(filter -> matches(filter, subject)))
                .findFirst()
                .map(
                        stream -> "the stream " + stream.getKey()
                                + " has no_ack: true, so it never acknowledges; core: true publishes without an acknowledgement");
    }

    private static boolean matches(String filter, String subject) {
        return subject.matches(Arrays.stream(filter.split("\\."))
                .map(token -> token.equals("*") ? "[^.]+" : token.equals(">") ? ".+" : Pattern.quote(token))
                .collect(Collectors.joining("\\.")));
    }
}
