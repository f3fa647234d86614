package dev.binrun.scenario;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import java.util.Optional;
import java.util.Set;

/** The status of a request for messages that the server rejected, or ended before it had looked for all of them. */
final class RefusalStatus {
    /** The codes of a bad request, a conflict of a pull, too many results and a wrong pin. */
    private static final Set<String> CODES = Set.of("400", "409", "413", "423");

    /** The descriptions with which a pull ends because of its own {@code max_bytes} (nats-server, consumer.go). */
    private static final Set<String> USED_UP = Set.of("Message Size Exceeds MaxBytes", "Batch Completed");

    private RefusalStatus() {}

    /** Returns the code and the description of such a status; empty if the answer has another one, or none. */
    static Optional<String> of(JsonObject answer) {
        if (!(answer.get("status") instanceof JsonObject status)) {
            return Optional.empty();
        }
        String description = JsonFields.text(status, "description");
        return CODES.contains(JsonFields.text(status, "code")) && !USED_UP.contains(description)
                ? Optional.of(JsonFields.text(status, "code") + " " + description)
                : Optional.empty();
    }
}
