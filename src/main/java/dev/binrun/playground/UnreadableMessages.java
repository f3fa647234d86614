package dev.binrun.playground;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.sessions.TerminalText;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The messages that a stream lists, but the server cannot read because their file is damaged. It leaves them out without a line. */
final class UnreadableMessages {
    private static final int NOT_FOUND = 10037;
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** More would make the start slow. */
    private static final long MOST_CHECKED = 20_000;

    private static final int MOST_NAMED = 20;

    private final Connection nc;

    UnreadableMessages(Connection nc) {
        this.nc = nc;
    }

    /** One warning for each stream that lost messages in the damaged files. */
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
                        + (lost.size() == 1 ? " is" : " are") + " lost: " + files
                        + " changed since the last stop, and the server cannot read "
                        + (lost.size() == 1 ? "it" : "them"));
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

    /** A raw request, because the client cannot read the headers of every message. */
    private boolean isReadable(String stream, long sequence) throws IOException, InterruptedException {
        String subject = "$JS.API.STREAM.MSG.GET." + stream;
        Message answer = nc.request(subject, ("{\"seq\":" + sequence + "}").getBytes(StandardCharsets.UTF_8), ANSWER);
        if (answer == null) {
            throw new IOException("no answer to " + subject + " within " + ANSWER.toSeconds() + " s");
        }
        JsonObject error = JsonParser.parseString(new String(answer.getData(), StandardCharsets.UTF_8))
                .getAsJsonObject()
                .getAsJsonObject("error");
        return error == null || error.get("err_code").getAsInt() != NOT_FOUND;
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
