package dev.binrun.history;

import java.util.Arrays;

/**
 * What a stream holds, or what one replica of it holds, in columns: sequences rise.
 */
public final class StreamState {
    private final String name;
    private final StreamLimits limits;
    private final long firstSeq;
    private final long lastSeq;
    private final long bytes;
    private final long made;
    private final boolean transforms;
    private final boolean counts;
    private final int size;
    private final long[] seqs;
    private final int[] subjects;
    private final long[] payloads;
    private final long[] ids;
    private final long[] times;
    private final long[] headers;
    private final int[] ttls;
    private final int largest;
    private final long readAt;
    private final boolean there;

    private StreamState(Builder builder, long firstSeq, long lastSeq, long bytes) {
        this.name = builder.name;
        this.limits = builder.limits;
        this.firstSeq = firstSeq;
        this.lastSeq = lastSeq;
        this.bytes = bytes;
        this.made = builder.made;
        this.transforms = builder.transforms;
        this.counts = builder.counts;
        this.size = builder.size;
        this.seqs = builder.seqs;
        this.subjects = builder.subjects;
        this.payloads = builder.payloads;
        this.ids = builder.ids;
        this.times = builder.times;
        this.headers = builder.headers;
        this.ttls = builder.ttls;
        this.largest = builder.largest;
        this.readAt = builder.readAt;
        this.there = builder.there;
    }

    /** The state of a stream with names as the history has them. */
    public static Builder of(String name, StreamLimits limits, NameTable names) {
        return new Builder(name, limits, names);
    }

    /** The state of a stream that is not there: nothing, and nothing that would have taken it. */
    public static StreamState absent(String name, NameTable names) {
        Builder nothing = of(name, StreamLimits.none(), names);
        nothing.there = false;
        return nothing.build(0, 0, 0);
    }

    /** The stream's name. */
    public String name() {
        return name;
    }

    /** Whether the stream is there. */
    public boolean isThere() {
        return there;
    }

    /** What may make messages leave. */
    public StreamLimits limits() {
        return limits;
    }

    /** The first sequence that is left, as the server says. */
    public long firstSeq() {
        return firstSeq;
    }

    /** The last sequence that was given, as the server says. */
    public long lastSeq() {
        return lastSeq;
    }

    /** The size, as the server says. */
    public long bytes() {
        return bytes;
    }

    /** When a step made the stream, in the history's nanoseconds; 0 if it was there before the first step. */
    public long made() {
        return made;
    }

    /** Whether messages get another subject than they are published on. */
    public boolean transforms() {
        return transforms;
    }

    /** Whether its messages are the values of counters, which may come back. */
    public boolean counts() {
        return counts;
    }

    /** How many messages there are. */
    public int size() {
        return size;
    }

    /** A message's sequence. */
    public long seq(int index) {
        return seqs[index];
    }

    /** A message's subject. */
    public int subject(int index) {
        return subjects[index];
    }

    /** A payload's fingerprint. */
    public long payload(int index) {
        return payloads[index];
    }

    /** The fingerprint of a message's id; 0 if it has none. */
    public long id(int index) {
        return ids[index];
    }

    /** When the stream took a message, in nanoseconds since 1970. */
    public long time(int index) {
        return times[index];
    }

    /** The fingerprint of all of a message's headers; 0 if it has none. */
    public long headers(int index) {
        return headers[index];
    }

    /** How long a message is kept at most, as its headers say, in seconds; 0 if they do not, -1 if it is to stay. */
    public int ttlSeconds(int index) {
        return ttls[index];
    }

    /** The size of the largest message, its headers with it, in bytes. */
    public int largest() {
        return largest;
    }

    /** When it had been read, in nanoseconds since 1970; 0 if that is not known. */
    public long readAt() {
        return readAt;
    }

    /** Where a sequence is; negative if it is not there. */
    public int find(long seq) {
        return Arrays.binarySearch(seqs, 0, size, seq);
    }

    /** Takes messages in the order of their sequences. */
    public static final class Builder {
        private final String name;
        private final StreamLimits limits;
        private final NameTable names;
        private long made;
        private boolean transforms;
        private boolean counts;
        private int size;
        private long[] seqs = new long[16];
        private int[] subjects = new int[16];
        private long[] payloads = new long[16];
        private long[] ids = new long[16];
        private long[] times = new long[16];
        private long[] headers = new long[16];
        private int[] ttls = new int[16];
        private int largest;
        private long readAt;
        private boolean there = true;

        private Builder(String name, StreamLimits limits, NameTable names) {
            this.name = name;
            this.limits = limits;
            this.names = names;
        }

        /**
         * Adds a message.
         *
         * @param payload its fingerprint
         * @param id its id's fingerprint; 0 if it has none
         * @param time when the stream took it, in nanoseconds since 1970
         */
        public Builder add(long seq, String subject, long payload, long id, long time) {
            if (size > 0 && seq <= seqs[size - 1]) {
                throw new IllegalArgumentException(
                        "messages come in the order of their sequences: " + seq + " came after " + seqs[size - 1]);
            }
            if (size == seqs.length) {
                grow();
            }
            seqs[size] = seq;
            subjects[size] = names.number(subject);
            payloads[size] = payload;
            ids[size] = id;
            times[size++] = time;
            return this;
        }

        /**
         * Says more of the message that was added last.
         *
         * @param all the fingerprint of all its headers; 0 if it has none
         * @param ttlSeconds how long they say that it is kept at most; 0 if they do not, -1 if it is to stay
         */
        public Builder headers(long all, int ttlSeconds) {
            headers[size - 1] = all;
            ttls[size - 1] = ttlSeconds;
            return this;
        }

        /** Says how large the message is that was added last, its headers with it, in bytes. */
        public Builder bytes(int bytes) {
            largest = Math.max(largest, bytes);
            return this;
        }

        /** Says when all of it had been read, in nanoseconds since 1970. */
        public Builder readAt(long time) {
            readAt = time;
            return this;
        }

        /** Says when a step made the stream, in the history's nanoseconds; without it, it was there before the first step. */
        public Builder made(long time) {
            made = time;
            return this;
        }

        /** Says that messages get another subject than they are published on. */
        public Builder transforms(boolean does) {
            transforms = does;
            return this;
        }

        /** Says that its messages are the values of counters. */
        public Builder counts(boolean does) {
            counts = does;
            return this;
        }

        /** The state, with what the server says of it. */
        public StreamState build(long firstSeq, long lastSeq, long bytes) {
            return new StreamState(this, firstSeq, lastSeq, bytes);
        }

        private void grow() {
            int more = size * 2;
            seqs = Arrays.copyOf(seqs, more);
            subjects = Arrays.copyOf(subjects, more);
            payloads = Arrays.copyOf(payloads, more);
            ids = Arrays.copyOf(ids, more);
            times = Arrays.copyOf(times, more);
            headers = Arrays.copyOf(headers, more);
            ttls = Arrays.copyOf(ttls, more);
        }
    }
}
