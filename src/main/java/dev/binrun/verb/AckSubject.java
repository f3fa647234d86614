package dev.binrun.verb;

/**
 * Reads where a delivered message is acknowledged, which says what it is: {@code
 * $JS.ACK.STREAM.CONSUMER.DELIVERIES.SEQ.CONSUMER_SEQ.TIME.PENDING}, with {@code DOMAIN.ACCOUNT} before the stream in its newer form
 * (ADR-15). Reads one after the other, and makes names only where they change.
 */
public final class AckSubject {
    private static final String PREFIX = "$JS.ACK.";
    private static final int OLD = 9;
    private static final int NEW = 11;
    private static final int DIGITS = 18;

    private final int[] dots = new int[NEW];
    private String read = "";
    private boolean known;
    private String stream = "";
    private String consumer = "";
    private long deliveries;
    private long seq;
    private long consumerSeq;

    /** Reads a subject; if it is none of these, nothing is known after. The one that was read last is not read again. */
    public boolean read(String subject) {
        if (subject != read) {
            known = isRead(subject);
            read = subject;
        }
        return known;
    }

    private boolean isRead(String subject) {
        int tokens = subject.startsWith(PREFIX) ? tokens(subject) : 0;
        if (tokens != OLD && tokens < NEW) {
            return false;
        }
        int first = tokens == OLD ? 2 : 4;
        stream = name(subject, first, stream);
        consumer = name(subject, first + 1, consumer);
        deliveries = number(subject, first + 2);
        seq = number(subject, first + 3);
        consumerSeq = number(subject, first + 4);
        return seq > 0;
    }

    public String stream() {
        return stream;
    }

    public String consumer() {
        return consumer;
    }

    /** How often the message was delivered. */
    public long deliveries() {
        return deliveries;
    }

    /** The message's sequence in its stream. */
    public long seq() {
        return seq;
    }

    /** The delivery's number among those of its consumer. */
    public long consumerSeq() {
        return consumerSeq;
    }

    private int tokens(String subject) {
        int count = 0;
        for (int dot = subject.indexOf('.'); dot >= 0; dot = subject.indexOf('.', dot + 1)) {
            if (count < dots.length) {
                dots[count] = dot;
            }
            count++;
        }
        return count + 1;
    }

    private String name(String subject, int token, String likely) {
        int start = dots[token - 1] + 1;
        int end = dots[token];
        return end - start == likely.length() && subject.startsWith(likely, start)
                ? likely
                : subject.substring(start, end);
    }

    /** A number; 0 if it is none. */
    private long number(String subject, int token) {
        int start = dots[token - 1] + 1;
        int end = dots[token];
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = subject.charAt(i) - '0';
            if (digit < 0 || digit > 9 || end - start > DIGITS) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
