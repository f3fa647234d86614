package dev.binrun.page;

import io.nats.client.Message;
import java.util.Map;
import java.util.TreeMap;

/** Counts the messages of each subject since the page began to look. */
final class SubjectCounts {
    private static final int MOST_SUBJECTS = 500;

    private final Map<String, Long> counts = new TreeMap<>();
    private long others;

    /** Counts a message; those of further subjects together. */
    synchronized void add(Message message) {
        String subject = message.getSubject();
        if (counts.containsKey(subject) || counts.size() < MOST_SUBJECTS) {
            counts.merge(subject, 1L, Long::sum);
        } else {
            others++;
        }
    }

    /** Returns the counts by subject. */
    synchronized Map<String, Long> bySubject() {
        return new TreeMap<>(counts);
    }

    /** Returns the number of messages whose subjects are not counted. */
    synchronized long others() {
        return others;
    }
}
