package dev.binrun.page;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The messages that are published while a page is open. A page gets a sample if there are too many for a person, or if
 * it reads too slowly: the first messages of each interval, and the number of those left out.
 */
final class Tail implements AutoCloseable {
    /** The number of messages from one call of {@link #take} to the next. */
    static final int MOST = 25;

    private final TailFilter filter;
    private final Watched watched;
    private List<Map<String, Object>> sample = new ArrayList<>();
    private long leftOut;

    Tail(Connection nc, TailFilter filter) {
        this.filter = filter;
        watched = new Watched(nc, this::received);
    }

    /** The messages since the last call, and the number of those that are not among them. */
    record Sample(List<Map<String, Object>> messages, long leftOut) {}

    /** Subscribes according to the filter. */
    void follow(Set<String> subjectsOfStreams) {
        watched.follow(filter.subjects(subjectsOfStreams));
    }

    /** Returns the messages since the last call; empty if there was none. */
    synchronized Optional<Sample> take() {
        if (sample.isEmpty()) {
            return Optional.empty();
        }
        Sample taken = new Sample(sample, leftOut);
        sample = new ArrayList<>();
        leftOut = 0;
        return Optional.of(taken);
    }

    @Override
    public void close() {
        watched.close();
    }

    private synchronized void received(Message message) {
        if (!filter.shows(message)) {
            return;
        }
        if (sample.size() < MOST) {
            sample.add(MessageView.live(message, System.currentTimeMillis()));
        } else {
            leftOut++;
        }
    }
}
