package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What a stream holds, read from its leader, in order, without a consumer. Messages are asked for by {@code STREAM.MSG.GET}
 * alone, many requests at once: part by part of the stream, each part by several lanes that ask from message to message.
 */
public final class StreamContent {
    private static final int LANES = 256;

    /** So many requests are sent together, so that they share what a write, a wake-up and a read cost on either side. */
    private static final int BURST = 64;

    /** About so many messages a lane is to find, so that the request by which it learns that it has ended is worth it. */
    private static final long EACH = 8;

    private static final long NARROWEST = 64;
    private static final long WIDEST = 16_384;

    /** More bytes than this are kept for their turn only if they were under way. */
    private static final long MOST = 4L << 20;

    /** About so many bytes of answers are under way at most, as large messages would fill the heap. */
    private static final long MOST_UNDER_WAY = 32L << 20;

    private final Connection connection;
    private final String stream;
    private final String subject;
    private final Duration patience;
    private Replies replies;

    /** How many requests of lanes are under way, and the largest message so far. */
    private int underWay;

    private long largest;

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
     * @throws VerbFailedException if the server refuses, or does not answer
     */
    public void each(long first, Predicate<StoredMessage> goOn) throws InterruptedException {
        try (Replies own = new Replies(connection)) {
            replies = own;
            underWay = 0;
            parts(first, goOn);
        } finally {
            replies = null;
        }
    }

    private void parts(long first, Predicate<StoredMessage> goOn) throws InterruptedException {
        long end = end();
        long next = Math.max(1, first);
        long width = NARROWEST;
        long expected = NARROWEST;
        while (next <= end) {
            ContentPart part = new ContentPart(next, Math.min(end, next + width - 1), expected / EACH, goOn);
            if (!part.read()) {
                return;
            }
            boolean wider = part.bytes < MOST && width < WIDEST;
            expected = wider ? part.count * 2 : part.count;
            width = wider ? width * 2 : part.bytes < MOST ? width : Math.max(NARROWEST, width / 4);
            next = part.following;
        }
    }

    /** The first message that came at this time (RFC 3339) or later. */
    public Optional<StoredMessage> since(String time) throws InterruptedException {
        return find("next_by_subj", Optional.of(time));
    }

    /**
     * The last sequence that can be of use. Of all subjects the server looks only there where the last message was, and a memory store
     * says that there is none if that one is gone (memstore.go, loadLastLocked).
     */
    private long end() throws InterruptedException {
        Optional<StoredMessage> last = find("last_by_subj", Optional.empty());
        if (last.isPresent()) {
            return last.get().seq();
        }
        return answer(ask(1)).isEmpty() ? 0 : state().get("last_seq").getAsLong();
    }

    private JsonObject state() throws InterruptedException {
        return Api.ask(connection, "STREAM.INFO." + stream, null, patience).getAsJsonObject("state");
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
        return replies == null
                ? Api.send(connection, apiSubject(), null, body, patience)
                : replies.ask(apiSubject(), body);
    }

    private Optional<StoredMessage> answer(CompletableFuture<Message> asked) throws InterruptedException {
        Message message = Api.await(connection, asked, apiSubject(), patience);
        try {
            return Optional.of(StoredMessage.of(Api.response(apiSubject(), message)));
        } catch (VerbFailedException e) {
            if (e.isNoMessage()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String apiSubject() {
        return "$JS.API.STREAM.MSG.GET." + stream;
    }

    /** A range of sequences; what lanes behind the first one find is kept until it is their turn. */
    private final class ContentPart {
        private final List<Lane> lanes = new LinkedList<>();
        private final Predicate<StoredMessage> goOn;
        private int open;
        private long count;
        private long bytes;
        private long kept;
        private long following;

        ContentPart(long first, long last, long lanes, Predicate<StoredMessage> goOn) {
            this.goOn = goOn;
            long each = Math.max(1, (last - first + 1) / Math.max(1, Math.min(LANES, lanes)));
            for (long next = first; next <= last; next += each) {
                this.lanes.add(new Lane(next, Math.min(last, next + each - 1)));
            }
            this.open = this.lanes.size();
            this.lanes.forEach(Lane::goOn);
        }

        /** Reads it and hands it on; says whether more is wanted. */
        boolean read() throws InterruptedException {
            List<Lane> waiting = new ArrayList<>();
            while (!lanes.isEmpty()) {
                for (ListIterator<Lane> each = lanes.listIterator(); each.hasNext(); ) {
                    Lane lane = each.next();
                    take(lane, each);
                    boolean first = each.previousIndex() == 0;
                    if (first && !handOn(lane)) {
                        return false;
                    }
                    if (lane.ended) {
                        if (first) {
                            each.remove();
                            following = lane.beyond;
                        }
                    } else if (first || kept < MOST && (underWay + waiting.size()) * largest < MOST_UNDER_WAY) {
                        waiting.add(lane);
                    }
                    if (waiting.size() == BURST) {
                        goOn(waiting);
                    }
                }
                goOn(waiting);
            }
            return true;
        }

        private void take(Lane lane, ListIterator<Lane> each) throws InterruptedException {
            if (lane.asked == null) {
                return;
            }
            lane.take().ifPresent(message -> {
                count++;
                bytes += size(message);
                kept += size(message);
            });
            if (lane.ended) {
                open--;
            } else if (open < LANES && lane.next < lane.last) {
                each.add(lane.split());
                each.previous(); // its turn comes next
                open++;
            }
        }

        /** What the first lane has found; says whether more is wanted. */
        private boolean handOn(Lane lane) {
            for (StoredMessage message : lane.found) {
                kept -= size(message);
                if (!goOn.test(message)) {
                    return false;
                }
            }
            lane.found.clear();
            return true;
        }

        private void goOn(List<Lane> waiting) {
            waiting.forEach(Lane::goOn);
            waiting.clear();
        }
    }

    private static long size(StoredMessage message) {
        return message.data().length + message.headers().length;
    }

    /** Asks from message to message, from one sequence to another. */
    private final class Lane {
        private final List<StoredMessage> found = new ArrayList<>(1);
        private long next;
        private long last;
        private long beyond;
        private boolean ended;
        private CompletableFuture<Message> asked;

        Lane(long next, long last) {
            this.next = next;
            this.last = last;
        }

        void goOn() {
            asked = ask(next);
            underWay++;
        }

        /** Takes the answer; the lane has ended when that lies at its end or beyond. */
        Optional<StoredMessage> take() throws InterruptedException {
            Optional<StoredMessage> message = answer(asked);
            asked = null;
            underWay--;
            message.ifPresent(found -> largest = Math.max(largest, size(found)));
            long seq = message.map(StoredMessage::seq).orElse(Long.MAX_VALUE);
            ended = seq >= last;
            next = seq + 1;
            beyond = seq == last ? next : seq;
            Optional<StoredMessage> own = message.filter(found -> found.seq() <= last);
            own.ifPresent(found::add);
            return own;
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
