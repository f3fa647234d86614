package dev.binrun.sessions;

import io.nats.client.Message;
import java.time.Instant;

/** An event or a command as it was published, before any consumer has it. */
record Arrival(Message message, Instant time) {

    String subject() {
        return message.getSubject();
    }
}
