package dev.binrun.verb;

import com.google.gson.JsonObject;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What a stream holds, read from its leader, in order, without a consumer. Nothing but {@code STREAM.MSG.GET} is asked, many
 * requests at once: part by part of the stream, each part by several lanes that ask from message to message.
 */
public final class StreamContent {
    private static final int LANES = 64;
    private static final long NARROWEST = 64;
    private static final long WIDEST = 4_096;
    private static final long LITTLE = 4L << 20;

    private final Connection connection;
    private final String stream;
    private final String subject;
    private final Duration patience;

    /**
     * @param filter the subject that messages must match
     * @param patience the longest that one request may take
     */
    public StreamContent(Connection connection, String stream, Optional<String> filter, Duration patience) {
        this.connection = connection;
        this.stream = stream;
        this.subject = filter.orElse(">");
        this.patience = patience;
    }

    /** All messages. */
    public List<StoredMessage> all() throws InterruptedException {
        List<StoredMessage> messages = new ArrayList<>();
        each(1, messages::add);
        return messages;
    }

    /**
     * Hands on each message that is there now, in order.
     *
     * @param first the first sequence
     * @param goOn takes a message, and says whether it wants more
     * @throws VerbFailed if the server refuses, or does not answer
     */
    public void each(long first, Predicate<StoredMessage> goOn) throws InterruptedException {
        Optional<StoredMessage> last = find("last_by_subj", Optional.empty());
        if (last.isEmpty()) {
            return;
        }
        long next = Math.max(1, first);
        long width = NARROWEST;
        while (next <= last.get().seq()) {
            Part part = new Part(next, Math.min(last.get().seq(), next + width - 1));
            part.read();
            if (!part.handOn(goOn)) {
                return;
            }
            width = part.bytes() < LITTLE ? Math.min(WIDEST, width * 2) : Math.max(NARROWEST, width / 4);
            next = part.following;
        }
    }

    /** The first message that came at this time (RFC 3339) or later. */
    public Optional<StoredMessage> since(String time) throws InterruptedException {
        return find("next_by_subj", Optional.of(time));
    }

    private Optional<StoredMessage> find(String how, Optional<String> startTime) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty(how, subject);
        startTime.ifPresent(time -> request.addProperty("start_time", time));
        return answer(send(request));
    }

    private CompletableFuture<Message> ask(long seq) {
        JsonObject request = new JsonObject();
        request.addProperty("seq", seq);
        request.addProperty("next_by_subj", subject);
        return send(request);
    }

    private CompletableFuture<Message> send(JsonObject request) {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        return Api.send(connection, apiSubject(), null, body, patience);
    }

    private Optional<StoredMessage> answer(CompletableFuture<Message> asked) throws InterruptedException {
        Message message = Api.await(connection, asked, apiSubject(), patience);
        try {
            return Optional.of(StoredMessage.of(Api.response(apiSubject(), message)));
        } catch (VerbFailed e) {
            if (e.isNoMessage()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String apiSubject() {
        return "$JS.API.STREAM.MSG.GET." + stream;
    }

    /** A range of sequences, read whole before it is handed on, so that what is in memory is bounded. */
    private final class Part {
        private final List<Lane> lanes = new ArrayList<>();
        private long following;

        Part(long first, long last) {
            lanes.add(new Lane(first, last));
        }

        /** Reads it: a lane that has something to go on with is split as long as there are few. */
        void read() throws InterruptedException {
            int open = 1;
            while (open > 0) {
                for (ListIterator<Lane> each = lanes.listIterator(); each.hasNext(); ) {
                    Lane lane = each.next();
                    if (lane.ended) {
                        continue;
                    }
                    lane.take();
                    if (lane.ended) {
                        open--;
                    } else if (open < LANES && lane.next < lane.last) {
                        each.add(lane.split());
                        open++;
                    }
                    lane.goOn();
                }
            }
            following = lanes.get(lanes.size() - 1).beyond;
        }

        boolean handOn(Predicate<StoredMessage> goOn) {
            return lanes.stream().flatMap(lane -> lane.found.stream()).allMatch(goOn);
        }

        long bytes() {
            return lanes.stream()
                    .flatMap(lane -> lane.found.stream())
                    .mapToLong(message -> message.data().length + message.headers().length)
                    .sum();
        }
    }

    /** Asks from message to message, from one sequence to another. */
    private final class Lane {
        private final List<StoredMessage> found = new ArrayList<>();
        private long next;
        private long last;
        private long beyond;
        private boolean ended;
        private CompletableFuture<Message> asked;

        Lane(long next, long last) {
            this.next = next;
            this.last = last;
            this.asked = ask(next);
        }

        /** Takes the answer; it has ended when that lies beyond its end. */
        void take() throws InterruptedException {
            Optional<StoredMessage> message = answer(asked);
            long seq = message.map(StoredMessage::seq).orElse(Long.MAX_VALUE);
            if (seq <= last) {
                found.add(message.get());
            }
            ended = seq >= last;
            next = seq + 1;
            beyond = seq == last ? next : seq;
        }

        void goOn() {
            if (!ended) {
                asked = ask(next);
            }
        }

        /** Gives the second half of what is left to a new lane. */
        Lane split() {
            long middle = next + (last - next) / 2;
            Lane other = new Lane(middle + 1, last);
            last = middle;
            return other;
        }
    }
}
