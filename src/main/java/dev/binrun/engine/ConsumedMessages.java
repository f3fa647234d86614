package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.match.Actual;
import dev.binrun.verb.GatheredMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages that the attempts of one step consumed. An attempt that does not hold is followed by another, whose
 * answer has other messages; reports must still show the earlier ones.
 */
final class ConsumedMessages {
    private static final int SHOWN = 10;

    private final List<GatheredMessages> current = new ArrayList<>();
    private final GatheredMessages earlier = GatheredMessages.messages(Optional.empty(), 0);

    /** Adds the messages that a verb of the current attempt consumes, now and later. */
    void add(GatheredMessages gathered) {
        current.add(gathered);
    }

    /** Begins another attempt: the messages of the current one become earlier messages. */
    void nextTry() {
        current.forEach(earlier::addAll);
        current.clear();
    }

    /** Adds the messages of earlier attempts to an answer, if there are any. */
    void addTo(JsonObject answer) {
        if (earlier.received() > 0) {
            answer.add("earlier", earlier.answer());
        }
    }

    /** Returns the lines of a report: a title and the first earlier messages; no line if there are none. */
    List<String> lines(String title) {
        List<String> lines = new ArrayList<>();
        if (earlier.received() > 0) {
            lines.add(title + ": " + earlier.received());
            List<JsonElement> messages =
                    earlier.answer().getAsJsonArray("messages").asList();
            messages.stream().limit(SHOWN).forEach(message -> lines.add("  " + line(message.getAsJsonObject())));
            if (earlier.received() > SHOWN) {
                lines.add("  … " + (earlier.received() - SHOWN) + " more");
            }
        }
        return lines;
    }

    private static String line(JsonObject message) {
        String seq = message.has("seq") ? "seq " + message.get("seq") + ", " : "";
        return seq + message.get("subject").getAsString() + ": " + Actual.show(message.get("data"));
    }
}
