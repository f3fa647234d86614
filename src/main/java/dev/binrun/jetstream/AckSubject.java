package dev.binrun.jetstream;

/**
 * A reader of ack subjects, which identify a delivery: {@code
 * $JS.ACK.STREAM.CONSUMER.DELIVERIES.SEQ.CONSUMER_SEQ.TIME.PENDING}, with {@code DOMAIN.ACCOUNT} before the stream in
 * the newer form (ADR-15). Creates strings for names only if they differ from the last ones.
 */
public final class AckSubject {
    private static final String PREFIX = "$JS.ACK.";
    private static final int OLD = 9;
    private static final int NEW = 11;
    private static final int DIGITS = 18;

    private final int[] dots = new int[NEW];
    private String read = "";
    private boolean known;

    /** The part of the last subject before the numbers; most subjects begin with the same. */
    private String names = PREFIX + PREFIX;

    private boolean old;
    private String stream = "";
    private String consumer = "";
    private int at;
    private long deliveries;
    private long seq;
    private long consumerSeq;

    /** Reads a subject, and returns whether it is an ack subject; if not, the other methods have no meaning. */
    public boolean read(String subject) {
        if (subject != read) {
            known = subject.startsWith(names) && areNumbers(subject) || areNames(subject) && areNumbers(subject);
            read = subject;
        }
        return known;
    }

    /** Returns the name of the stream. */
    public String stream() {
        return stream;
    }

    /** Returns the name of the consumer. */
    public String consumer() {
        return consumer;
    }

    /** Returns how often the message was delivered. */
    public long deliveries() {
        return deliveries;
    }

    /** Returns the sequence of the message in its stream. */
    public long seq() {
        return seq;
    }

    /** Returns the consumer sequence: the number of the delivery among those of its consumer. */
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

    /**
     * Returns whether the numbers follow the names. Time and pending count follow them, and in the newer form further
     * tokens.
     */
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

    /** Returns the number in the next token; -1 if it is not a number. */
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
