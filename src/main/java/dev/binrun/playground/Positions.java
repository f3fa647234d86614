package dev.binrun.playground;

import dev.binrun.sessions.Topology;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares the sequences of COMMAND and EVENT with what follows them.
 *
 * <p>A stream whose messages were removed from the store starts again at 1. A mirror, a source and the mark of the worked commands keep
 * their position, so they would ignore its next messages. An empty stream is moved to that position; nothing else can be lost then.
 */
final class Positions {
    private static final List<String> KEEPING = List.of(Topology.EVENT, Topology.MIRROR, Topology.MIGRATED);

    /** How the line of a count begins, among the names of streams and consumers. */
    static final String COUNT = "count ";

    private static final String SOURCE = "Nats-Stream-Source";
    private static final int NO_MESSAGE = 10037;

    private final Connection nc;
    private final JetStreamManagement management;
    private final Consumer<String> lines;

    Positions(Connection nc, Consumer<String> lines) throws IOException {
        this.nc = nc;
        this.management = nc.jetStreamManagement();
        this.lines = lines;
    }

    /**
     * Repairs what can be repaired, and warns.
     *
     * @return the sequence up to which all commands were worked; 0 if that is unknown
     */
    long check() throws IOException, JetStreamApiException {
        long worked = CommandMirror.workedThrough(nc);
        long mirrored = state(Topology.MIRROR).getLastSequence();
        check(Topology.COMMAND, Topology.MIRROR, mirrored, Math.max(worked, mirrored));
        long migrated = migrated();
        check(Topology.EVENT, Topology.MIGRATED, migrated, migrated);
        long last = state(Topology.COMMAND).getLastSequence();
        if (worked <= last) {
            return worked;
        }
        lines.accept("warning: the stream COMMAND ends at " + last + ", although all commands up to " + worked
                + " were worked: it starts again, so that mark is ignored");
        return 0;
    }

    private void check(String stream, String follower, long followed, long position)
            throws IOException, JetStreamApiException {
        StreamState state = state(stream);
        if (position <= state.getLastSequence()) {
            return;
        }
        if (state.getMsgCount() == 0) {
            management.purgeStream(
                    stream, PurgeOptions.builder().sequence(position + 1).build());
            lines.accept("warning: the messages of the stream " + stream + " are gone: it ended at "
                    + state.getLastSequence() + ", although " + position
                    + " messages were taken from it. It goes on after " + position);
        } else if (followed > state.getLastSequence()) {
            lines.accept("warning: the stream " + stream + " ends at " + state.getLastSequence() + ", although "
                    + follower + " has its messages up to " + followed + ": " + follower + " misses those up to there."
                    + " Remove " + follower + " and start again to have it made again");
        }
    }

    /** The numbers of messages in the streams that keep theirs; one with a limit may rightly have fewer later. */
    List<String> counts() throws IOException, JetStreamApiException {
        List<String> counts = new ArrayList<>();
        for (String name : KEEPING) {
            StreamInfo info = management.getStreamInfo(name);
            StreamConfiguration configuration = info.getConfiguration();
            if (configuration.getMaxAge().isZero() && !configuration.getAllowMessageTtl()) {
                counts.add(COUNT + name + " " + info.getStreamState().getMsgCount());
            }
        }
        return counts;
    }

    /** Warns of streams that have fewer messages than at the last stop. */
    void compareCounts(List<String> before) throws IOException, JetStreamApiException {
        for (String line : before) {
            String[] words = line.split(" ");
            if (!line.startsWith(COUNT) || words.length != 3 || !words[2].matches("\\d{1,18}")) {
                continue;
            }
            long found = state(words[1]).getMsgCount();
            if (found < Long.parseLong(words[2])) {
                lines.accept("warning: the stream " + words[1] + " had " + words[2]
                        + " messages at the last stop, and has " + found + ": the others were lost or removed since");
            }
        }
    }

    /** The position of the source in EVENT, which its last message names. */
    private long migrated() throws IOException, JetStreamApiException {
        try {
            MessageInfo last = management.getLastMessage(Topology.MIGRATED, ">");
            String[] words = last.getHeaders() == null || last.getHeaders().getFirst(SOURCE) == null
                    ? new String[0]
                    : last.getHeaders().getFirst(SOURCE).split(" ");
            return words.length > 1 && words[0].equals(Topology.EVENT) && words[1].matches("\\d{1,18}")
                    ? Long.parseLong(words[1])
                    : 0;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE) {
                return 0;
            }
            throw e;
        }
    }

    private StreamState state(String stream) throws IOException, JetStreamApiException {
        return management.getStreamInfo(stream).getStreamState();
    }
}
