package dev.binrun.history;

/**
 * A message that a client received from a consumer.
 *
 * @param sequence the sequence in the stream
 * @param consumerSequence the sequence of the delivery in the consumer; 0 if it is unknown
 * @param deliveryCount the number of deliveries of the message, as the server counts them
 * @param payload the fingerprint of the payload; 0 if it is unknown, as for a message sent with headers only
 * @param messageId the fingerprint of the message id; 0 if there is none
 * @param subscription {@link #OWN}, or a number from {@link Recorder#subscribed}
 */
public record Delivery(
        String stream,
        String consumer,
        String subject,
        long sequence,
        long consumerSequence,
        long deliveryCount,
        long payload,
        long messageId,
        int subscription) {
    /** The subscription of a delivery that no other client can receive, such as the response to a pull request. */
    public static final int OWN = 0;
}
