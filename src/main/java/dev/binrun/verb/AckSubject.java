package dev.binrun.verb;

import java.util.Optional;

/**
 * Where a delivered message is acknowledged, which says what it is: {@code $JS.ACK.STREAM.CONSUMER.DELIVERIES.SEQ.CONSUMER_SEQ.TIME.PENDING},
 * with {@code DOMAIN.ACCOUNT} before the stream in its newer form (ADR-15).
 */
public record AckSubject(String stream, String consumer, long seq) {
    private static final String PREFIX = "$JS.ACK.";
    private static final int OLD = 9;
    private static final int NEW = 11;

    /** What a subject says, if it is such a one. */
    public static Optional<AckSubject> of(String subject) {
        if (!subject.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] tokens = subject.split("\\.");
        int stream = tokens.length >= NEW ? 4 : 2;
        String seq = tokens.length == OLD || tokens.length >= NEW ? tokens[stream + 3] : "";
        return seq.matches("[0-9]{1,18}")
                ? Optional.of(new AckSubject(tokens[stream], tokens[stream + 1], Long.parseLong(seq)))
                : Optional.empty();
    }
}
