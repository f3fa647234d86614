package dev.binrun.playground;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.sessions.RawRequest;
import dev.binrun.sessions.Topology;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import io.nats.client.api.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the sequences of COMMAND and EVENT with the positions of their followers.
 *
 * <p>A stream whose messages were removed from the store starts again at 1. A mirror, a source and the mark of the
 * worked commands keep their position, so they would ignore its next messages. So an empty stream is moved to that
 * position.
 */
final class StreamPositions {
    private static final List<String> KEEPING = List.of(Topology.EVENT, Topology.MIRROR, Topology.MIGRATED);

    /** The start of each line with a count. */
    private static final String COUNT = "count ";

    private static final String UNKNOWN = "?";
    private static final Pattern COUNTED = Pattern.compile("count (\\S+) (\\d{1,18})");

    /** The numbers of waiting commands and the last sequence. */
    private static final Pattern COMMANDS = Pattern.compile("count COMMAND (\\d{1,18}|\\?) (\\d{1,18})");

    private static final String MIRRORED = "command.x";
    private static final Pattern SOURCE = Pattern.compile("(?m)^Nats-Stream-Source: ?EVENT (\\d{1,18})\\b");
    private final Connection nc;
    private final JetStreamManagement management;
    private final Consumer<String> lines;

    /** @param lines gets each warning */
    StreamPositions(Connection nc, Consumer<String> lines) throws IOException {
        this.nc = nc;
        this.management = nc.jetStreamManagement();
        this.lines = lines;
    }

    /**
     * Moves empty streams to the position of their followers, and warns about lost messages.
     *
     * @return the sequence up to which all commands were worked; 0 if unknown
     */
    long check() throws IOException, JetStreamApiException, InterruptedException {
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
                + " were worked: the stream has started again, so this position is ignored");
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
            lines.accept("warning: the messages of the stream " + stream + " are lost: it ended at "
                    + state.getLastSequence() + ", although " + position
                    + " messages were taken from it. It continues after " + position);
        } else if (followed > state.getLastSequence()) {
            lines.accept("warning: the stream " + stream + " ends at " + state.getLastSequence() + ", although "
                    + follower + " has its messages up to " + followed + ": " + follower + " ignores new messages up to"
                    + " there. Remove " + follower + " and restart, and it is created again");
        }
    }

    /**
     * Returns a line with the number of messages of each stream; a stream with an age limit may have fewer later, and
     * is left out.
     */
    List<String> counts() throws IOException, JetStreamApiException {
        List<String> counts = new ArrayList<>();
        for (String name : KEEPING) {
            StreamInfo info = management.getStreamInfo(name);
            StreamConfiguration configuration = info.getConfiguration();
            if (configuration.getMaxAge().isZero() && !configuration.getAllowMessageTtl()) {
                counts.add(COUNT + name + " " + info.getStreamState().getMsgCount());
            }
        }
        counts.add(COUNT + Topology.COMMAND + " " + (isAllAcknowledged() ? waiting() : UNKNOWN) + " "
                + state(Topology.COMMAND).getLastSequence());
        return counts;
    }

    /** Warns about streams that have fewer messages than at the last stop. */
    void compareCounts(List<String> before) throws IOException, JetStreamApiException {
        for (String line : before) {
            Matcher count = COUNTED.matcher(line);
            Matcher commands = COMMANDS.matcher(line);
            if (commands.matches()) {
                compareCommands(commands.group(1), Long.parseLong(commands.group(2)));
            } else if (count.matches() && KEEPING.contains(count.group(1))) {
                compareCount(count.group(1), Long.parseLong(count.group(2)));
            }
        }
    }

    private void compareCount(String stream, long before) throws IOException, JetStreamApiException {
        long found = state(stream).getMsgCount();
        if (found < before) {
            lines.accept("warning: the stream " + stream + " had " + before + " messages at the last stop, and has "
                    + found + ": the others were lost or removed since");
        }
    }

    private void compareCommands(String waitingBefore, long lastBefore) throws IOException, JetStreamApiException {
        long found = waiting();
        long last = state(Topology.COMMAND).getLastSequence();
        if (!waitingBefore.equals(UNKNOWN) && found < Long.parseLong(waitingBefore)) {
            lines.accept("warning: the stream COMMAND had " + waitingBefore
                    + " waiting commands at the last stop, and has " + found
                    + ": the others were lost or removed since");
        } else if (last < lastBefore) {
            lines.accept("warning: the stream COMMAND ended at " + lastBefore + " at the last stop, and ends at " + last
                    + ": the commands after it that were not worked are lost");
        }
    }

    /** Returns the number of stored commands without command.x, which leave the stream when they are mirrored. */
    private long waiting() throws IOException, JetStreamApiException {
        StreamState state = management
                .getStreamInfo(Topology.COMMAND, StreamInfoOptions.filterSubjects(MIRRORED))
                .getStreamState();
        return state.getMsgCount()
                - state.getSubjects().stream().mapToLong(Subject::getCount).sum();
    }

    /** Only then is a command that disappears later lost, and not just acknowledged. */
    private boolean isAllAcknowledged() throws IOException, JetStreamApiException {
        return management.getConsumers(Topology.COMMAND).stream()
                .filter(consumer -> !CommandMirror.isRecreated(Topology.COMMAND + "/" + consumer.getName()))
                .allMatch(consumer -> consumer.getNumAckPending() == 0);
    }

    /** A header of the last message names the position of the source in EVENT. */
    private long migrated() throws IOException, InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("last_by_subj", ">");
        JsonObject reply = RawRequest.send(nc, "STREAM.MSG.GET." + Topology.MIGRATED, request);
        byte[] headers = Base64.getDecoder().decode(JsonFields.text(JsonFields.object(reply, "message"), "hdrs"));
        Matcher source = SOURCE.matcher(new String(headers, StandardCharsets.UTF_8));
        return source.find() ? Long.parseLong(source.group(1)) : 0;
    }

    private StreamState state(String stream) throws IOException, JetStreamApiException {
        return management.getStreamInfo(stream).getStreamState();
    }
}
