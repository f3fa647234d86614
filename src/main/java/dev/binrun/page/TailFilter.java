package dev.binrun.page;

import io.nats.client.Message;
import java.util.Set;

/**
 * The messages that a tail shows.
 *
 * <p>Without a subject, the tail subscribes to the subjects of the streams only. A subscription to everything would
 * take the "no responders" reply from requests that nothing serves, so such requests would wait for their timeout.
 *
 * @param subject a subject with or without wildcards; empty for the subjects of the streams
 * @param system whether to show the messages of the server and of clients among themselves
 */
record TailFilter(String subject, boolean system) {
    /** Returns the subjects to subscribe to. */
    Set<String> subjects(Set<String> ofStreams) {
        return subject.isEmpty() ? ofStreams : Set.of(subject);
    }

    /** Returns whether the tail shows a message that it receives. */
    boolean shows(Message message) {
        return system || subject.startsWith("$") || subject.startsWith("_") || !isSystem(message);
    }

    /** A delivery to a consumer has the subject of the stored message, and a reply subject for its acknowledgement. */
    private static boolean isSystem(Message message) {
        String name = message.getSubject();
        String reply = message.getReplyTo() == null ? "" : message.getReplyTo();
        return name.startsWith("$") && !name.startsWith("$KV.")
                || name.startsWith("_INBOX.")
                || name.startsWith("_R_.")
                || name.startsWith("_GR_.")
                || reply.startsWith("$JS.ACK.");
    }
}
