package dev.binrun.sessions;

import io.nats.client.Message;
import java.time.Instant;

/** A published event or command, before a consumer delivers it, and the time at which it was received. */
record Arrival(Message message, Instant time) {

    /** Returns the subject of the message. */
    String subject() {
        return message.getSubject();
    }
}
