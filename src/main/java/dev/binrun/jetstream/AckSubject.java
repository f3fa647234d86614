package dev.binrun.jetstream;

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

    /** All up to the numbers; most subjects begin like the last one. */
    private String names = PREFIX + PREFIX;

    private boolean old;
    private String stream = "";
    private String consumer = "";
    private int at;
    private long deliveries;
    private long seq;
    private long consumerSeq;

    /** Reads a subject; if it is none of these, nothing is known after. The one that was read last is not read again. */
    public boolean read(String subject) {
        if (subject != read) {
            known = subject.startsWith(names) && areNumbers(subject) || areNames(subject) && areNumbers(subject);
            read = subject;
        }
        return known;
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

    private boolean areNames(String subject) {
        int tokens = subject.startsWith(PREFIX) ? tokens(subject) : 0;
        if (tokens != OLD && tokens < NEW) {
            return false;
        }
        old = tokens == OLD;
        int first = old ? 2 : 4;
        stream = name(subject, first, stream);
        consumer = name(subject, first + 1, consumer);
        names = subject.substring(0, dots[first + 1] + 1);
        return true;
    }

    /** Whether the numbers follow the names; a time and how many are pending come after, and in the newer form whatever else. */
    private boolean areNumbers(String subject) {
        at = names.length();
        deliveries = number(subject);
        seq = number(subject);
        consumerSeq = number(subject);
        int dot = subject.indexOf('.', at);
        return deliveries >= 0
                && seq > 0
                && consumerSeq >= 0
                && dot >= 0
                && (!old || subject.indexOf('.', dot + 1) < 0);
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

    /** The number of the next token; -1 if it is none. */
    private long number(String subject) {
        int start = at;
        long number = 0;
        for (; at < subject.length(); at++) {
            int digit = subject.charAt(at) - '0';
            if (digit == '.' - '0') {
                boolean good = at > start && at - start <= DIGITS;
                at++;
                return good ? number : -1;
            }
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return -1;
    }
}
