package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.match.Actual;
import dev.binrun.verb.GatheredMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages that the tries of one step took for good. A try that does not hold is followed by another, whose answer has other
 * messages; those before must not be lost to the reader.
 */
final class ConsumedMessages {
    private static final int SHOWN = 10;

    private final List<GatheredMessages> now = new ArrayList<>();
    private final GatheredMessages before = GatheredMessages.messages(Optional.empty(), 0);

    /** Notes where a verb of the try that is under way gathers what it takes. */
    void by(GatheredMessages gathered) {
        now.add(gathered);
    }

    /** Begins another try: the messages of the last one count as taken before. */
    void nextTry() {
        now.forEach(before::addAll);
        now.clear();
    }

    /** Says in an answer what the tries before it took, if they took anything. */
    void tell(JsonObject answer) {
        if (before.received() > 0) {
            answer.add("earlier", before.answer());
        }
    }

    /** Returns lines for a failure: a title and the messages of earlier tries; no line if they took none. */
    List<String> lines(String title) {
        List<String> lines = new ArrayList<>();
        if (before.received() > 0) {
            lines.add(title + ": " + before.received());
            List<JsonElement> messages =
                    before.answer().getAsJsonArray("messages").asList();
            messages.stream().limit(SHOWN).forEach(message -> lines.add("  " + line(message.getAsJsonObject())));
            if (before.received() > SHOWN) {
                lines.add("  … " + (before.received() - SHOWN) + " more");
            }
        }
        return lines;
    }

    private static String line(JsonObject message) {
        String seq = message.has("seq") ? "seq " + message.get("seq") + ", " : "";
        return seq + message.get("subject").getAsString() + ": " + Actual.show(message.get("data"));
    }
}
