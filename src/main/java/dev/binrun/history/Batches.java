package dev.binrun.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of one client's open atomic batches. The stream acknowledges all messages of a batch with its commit
 * (ADR-50).
 */
public final class Batches {
    /** More than a server keeps open at once; older batches are forgotten. */
    private static final int MOST = 1_000;

    private final Map<String, Map<Long, PendingOperation>> open = new LinkedHashMap<>();

    /** Adds a message that was sent with a batch id and its number in the batch. */
    public synchronized void add(String batch, long number, PendingOperation message) {
        open.computeIfAbsent(batch, id -> new HashMap<>()).put(number, message);
        if (open.size() > MOST) {
            open.remove(open.keySet().iterator().next());
        }
    }

    /**
     * Completes the messages of a committed batch: {@code count} messages in a row, the last one at sequence
     * {@code last}.
     */
    public synchronized void committed(String batch, String stream, long last, long count) {
        Map<Long, PendingOperation> messages = open.remove(batch);
        if (messages != null) {
            messages.forEach((number, message) -> {
                if (number >= 1 && number <= count) {
                    message.stored(stream, last - count + number);
                }
            });
        }
    }
}
