package dev.binrun.history;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The messages of a stream, or of one replica of it, in columns by ascending sequence. */
public final class StreamState {
    private final Builder data;
    private final long firstSequence;
    private final long lastSequence;
    private final long bytes;

    private StreamState(Builder data, long firstSequence, long lastSequence, long bytes) {
        this.data = data;
        this.firstSequence = firstSequence;
        this.lastSequence = lastSequence;
        this.bytes = bytes;
    }

    /** Returns a builder for the state of a stream, with the names of the history. */
    public static Builder of(String name, StreamLimits limits, NameTable names) {
        return new Builder(name, limits, names);
    }

    /** Returns the state of a stream that does not exist: it has no messages and no limits. */
    public static StreamState absent(String name, NameTable names) {
        Builder nothing = of(name, StreamLimits.none(), names);
        nothing.exists = false;
        return nothing.build(0, 0, 0);
    }

    /** Returns the name of the stream. */
    public String name() {
        return data.name;
    }

    /** Returns whether the stream exists. */
    public boolean exists() {
        return data.exists;
    }

    /** Returns the limits of the stream. */
    public StreamLimits limits() {
        return data.limits;
    }

    /** Returns the first sequence, as the server reports it. */
    public long firstSequence() {
        return firstSequence;
    }

    /** Returns the last sequence, as the server reports it; its message may have left the stream. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Returns the size of the stream in bytes, as the server reports it. */
    public long bytes() {
        return bytes;
    }

    /**
     * Returns when a step created the stream, in nanoseconds since the start of the history; 0 if before the first
     * step.
     */
    public long createdAt() {
        return data.createdAt;
    }

    /**
     * Returns whether the stream, or the server before it, stores messages under other subjects than they were
     * published to.
     */
    public boolean transforms() {
        return data.transforms;
    }

    /** Returns whether the messages are the values of counters, which may repeat. */
    public boolean counts() {
        return data.counts;
    }

    /** Returns the number of messages. */
    public int size() {
        return data.size;
    }

    /** Returns the size of the largest message with its headers, in bytes. */
    public int largest() {
        return data.largest;
    }

    /** Returns when the last message had been read, in nanoseconds since 1970; 0 if that is unknown. */
    public long readAt() {
        return data.readAt;
    }

    Builder data() {
        return data;
    }

    /** Returns a view of a message by its place, counted from 0. The view can be moved to the next messages. */
    public StreamMessage message(int index) {
        return new StreamMessage(this, index);
    }

    /** Returns the messages by ascending sequence. */
    public Stream<StreamMessage> messages() {
        return IntStream.range(0, data.size).mapToObj(this::message);
    }

    /** Returns the message with a sequence; empty if there is none. */
    public Optional<StreamMessage> find(long sequence) {
        int index = indexOf(sequence);
        return index < 0 ? Optional.empty() : Optional.of(message(index));
    }

    /** Returns whether there is a message with a sequence. */
    public boolean contains(long sequence) {
        return indexOf(sequence) >= 0;
    }

    /** Most streams have no gaps, so that the first sequence shows the place of each other one. */
    private int indexOf(long sequence) {
        long distance = sequence - data.sequences[0];
        return distance >= 0 && distance < data.size && data.sequences[(int) distance] == sequence
                ? (int) distance
                : Arrays.binarySearch(data.sequences, 0, data.size, sequence);
    }

    /** Builds a state from messages in the order of their sequences. */
    public static final class Builder {
        private final String name;
        private final StreamLimits limits;
        private final NameTable names;
        private long createdAt;
        private boolean transforms;
        private boolean counts;
        private int size;
        private int largest;
        private long readAt;
        private boolean exists = true;
        long[] sequences = new long[16];
        int[] subjects = new int[16];
        long[] payloads = new long[16];
        long[] messageIds = new long[16];
        long[] times = new long[16];
        long[] headers = new long[16];
        int[] ttls = new int[16];

        private Builder(String name, StreamLimits limits, NameTable names) {
            this.name = name;
            this.limits = limits;
            this.names = names;
        }

        /**
         * Adds a message.
         *
         * @param payload the fingerprint of the payload
         * @param messageId the fingerprint of the message id; 0 if there is none
         * @param time the time at which the stream stored it, in nanoseconds since 1970
         * @throws IllegalArgumentException if the sequence is not greater than the one before
         */
        public Builder add(long sequence, String subject, long payload, long messageId, long time) {
            if (size > 0 && sequence <= sequences[size - 1]) {
                throw new IllegalArgumentException(
                        "sequences must ascend: " + sequence + " follows " + sequences[size - 1]);
            }
            if (size == sequences.length) {
                grow();
            }
            sequences[size] = sequence;
            subjects[size] = names.number(subject);
            payloads[size] = payload;
            messageIds[size] = messageId;
            times[size++] = time;
            return this;
        }

        /**
         * Sets the headers of the message that was added last.
         *
         * @param all the fingerprint of all headers; 0 if there are none
         * @param ttlSeconds the time to live; 0 if the message sets none, -1 if it never expires
         */
        public Builder headers(long all, int ttlSeconds) {
            headers[size - 1] = all;
            ttls[size - 1] = ttlSeconds;
            return this;
        }

        /** Sets the size of the message that was added last, with its headers. */
        public Builder bytes(int bytes) {
            largest = Math.max(largest, bytes);
            return this;
        }

        /** Sets when the last message had been read, in nanoseconds since 1970. */
        public Builder readAt(long time) {
            readAt = time;
            return this;
        }

        /**
         * Sets when a step created the stream, in nanoseconds since the start of the history; 0 if before the first
         * step.
         */
        public Builder createdAt(long time) {
            createdAt = time;
            return this;
        }

        /** Sets whether messages are stored under other subjects than they were published to. */
        public Builder transforms(boolean does) {
            transforms = does;
            return this;
        }

        /** Sets whether the messages are the values of counters. */
        public Builder counts(boolean does) {
            counts = does;
            return this;
        }

        /**
         * Returns the state, with the sequences and the size that the server reports; this builder must not be used
         * afterwards.
         */
        public StreamState build(long firstSequence, long lastSequence, long bytes) {
            return new StreamState(this, firstSequence, lastSequence, bytes);
        }

        private void grow() {
            int more = size * 2;
            sequences = Arrays.copyOf(sequences, more);
            subjects = Arrays.copyOf(subjects, more);
            payloads = Arrays.copyOf(payloads, more);
            messageIds = Arrays.copyOf(messageIds, more);
            times = Arrays.copyOf(times, more);
            headers = Arrays.copyOf(headers, more);
            ttls = Arrays.copyOf(ttls, more);
        }
    }
}
