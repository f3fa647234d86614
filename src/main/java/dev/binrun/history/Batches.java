package dev.binrun.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The messages of one client's atomic batches: their stream acknowledges them all with the commit (ADR-50). */
public final class Batches {
    /** More than the server has under way at once. */
    private static final int MOST = 1_000;

    private final Map<String, Map<Long, PendingOperation>> open = new LinkedHashMap<>();

    /** A message of a batch was sent. */
    public synchronized void add(String batch, long number, PendingOperation message) {
        open.computeIfAbsent(batch, id -> new HashMap<>()).put(number, message);
        if (open.size() > MOST) {
            open.remove(open.keySet().iterator().next());
        }
    }

    /** A batch was committed: its messages stand in a row, the last of so many at {@code last}. */
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
