package dev.binrun.history;

/**
 * A message as it came from a consumer.
 *
 * @param seq in its stream
 * @param consumerSeq the delivery's number among those of its consumer; 0 if not known
 * @param deliveries how often the server says that it has delivered it
 * @param payload its fingerprint; 0 if not known, as of one that came without
 * @param id its id's fingerprint; 0 if it has none
 * @param subscription what it came through: {@link #OWN}, or what {@link Recorder#subscribed} gave
 */
public record Delivery(
        String stream,
        String consumer,
        String subject,
        long seq,
        long consumerSeq,
        long deliveries,
        long payload,
        long id,
        int subscription) {
    /** What nobody else hears, as what is sent to who pulled. */
    public static final int OWN = 0;
}
