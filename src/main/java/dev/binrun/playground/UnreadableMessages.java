package dev.binrun.playground;

import com.google.gson.JsonObject;
import dev.binrun.form.Count;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.sessions.RawRequest;
import dev.binrun.sessions.TerminalText;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages that a stream lists, but that the server cannot read because their file is damaged. The server skips them
 * silently.
 */
final class UnreadableMessages {
    /** To check more messages would make the start slow. */
    private static final long MOST_CHECKED = 20_000;

    private static final int MOST_NAMED = 20;

    private final Connection nc;

    /** Creates a check of the streams on a server. */
    UnreadableMessages(Connection nc) {
        this.nc = nc;
    }

    /**
     * Returns one warning for each stream that lost messages.
     *
     * @param damaged the damaged message files by stream
     */
    List<String> warnings(Map<String, List<Path>> damaged)
            throws IOException, JetStreamApiException, InterruptedException {
        List<String> warnings = new ArrayList<>();
        for (Map.Entry<String, List<Path>> entry : damaged.entrySet()) {
            String stream = entry.getKey();
            StreamState state = nc.jetStreamManagement().getStreamInfo(stream).getStreamState();
            String files = TerminalText.text(
                    String.join(
                            ", ", entry.getValue().stream().map(Path::toString).toList()),
                    4096);
            if (state.getLastSequence() - state.getFirstSequence() >= MOST_CHECKED) {
                warnings.add("warning: messages of the stream " + TerminalText.text(stream, 255) + " may be lost: "
                        + files + " changed since the last stop");
                continue;
            }
            List<Long> lost = lost(stream, state);
            if (!lost.isEmpty()) {
                warnings.add("warning: " + named(lost) + " of the stream " + TerminalText.text(stream, 255)
                        + Count.form(lost.size(), " is", " are") + " lost: " + files
                        + " changed since the last stop, and the server cannot read "
                        + Count.form(lost.size(), "it", "them"));
            }
        }
        return warnings;
    }

    private List<Long> lost(String stream, StreamState state)
            throws IOException, JetStreamApiException, InterruptedException {
        Set<Long> deleted = new HashSet<>(nc.jetStreamManagement()
                .getStreamInfo(stream, StreamInfoOptions.deletedDetails())
                .getStreamState()
                .getDeleted());
        List<Long> lost = new ArrayList<>();
        for (long sequence = state.getFirstSequence();
                sequence <= state.getLastSequence() && state.getMsgCount() > 0;
                sequence++) {
            if (!deleted.contains(sequence) && !isReadable(stream, sequence)) {
                lost.add(sequence);
            }
        }
        return lost;
    }

    private boolean isReadable(String stream, long sequence) throws IOException, InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("seq", sequence);
        JsonObject reply = RawRequest.send(nc, "STREAM.MSG.GET." + stream, request);
        return !ApiErrorCode.NO_MESSAGE_FOUND.is(JsonFields.object(reply, "error"));
    }

    private static String named(List<Long> sequences) {
        if (sequences.size() == 1) {
            return "message " + sequences.get(0);
        }
        List<String> names =
                sequences.stream().limit(MOST_NAMED).map(String::valueOf).toList();
        int last = names.size() - 1;
        return "messages "
                + (sequences.size() > MOST_NAMED
                        ? String.join(", ", names) + " and " + (sequences.size() - MOST_NAMED) + " more"
                        : String.join(", ", names.subList(0, last)) + " and " + names.get(last));
    }
}
