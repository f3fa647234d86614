package dev.binrun.sessions;

import dev.binrun.form.Count;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Streams whose subjects overlap those of another stream. The server's error 10065 does not name them. */
public final class OverlappingStreams {
    private static final int MOST_NAMED = 10;

    private OverlappingStreams() {}

    /**
     * Returns the names of the streams with their subjects: {@code stream MINE [event.x]}.
     *
     * @param name the stream that was to be created or updated, which is left out
     */
    public static String named(JetStreamManagement management, String name, List<String> subjects)
            throws IOException, JetStreamApiException {
        return text(all(management, name, subjects));
    }

    /** Returns the exception for a stream or bucket that cannot be created because of overlapping subjects. */
    static TopologyException refused(
            JetStreamManagement management,
            String what,
            String name,
            List<String> subjects,
            JetStreamApiException refusal)
            throws IOException, JetStreamApiException {
        List<String> streams = all(management, name, subjects);
        return new TopologyException(
                "the " + what + " cannot be created: its subjects " + TerminalText.text(subjects.toString(), 500)
                        + " overlap those of the " + text(streams) + ". Remove or change "
                        + Count.form(streams.size(), "it", "them") + ", or choose another store",
                refusal);
    }

    private static List<String> all(JetStreamManagement management, String name, List<String> subjects)
            throws IOException, JetStreamApiException {
        TreeSet<String> names = new TreeSet<>();
        for (String subject : subjects) {
            names.addAll(management.getStreamNames(subject));
        }
        names.remove(name);
        List<String> streams = new ArrayList<>();
        for (String stream : names.stream().limit(MOST_NAMED).toList()) {
            streams.add(TerminalText.text(stream, 255) + " "
                    + TerminalText.text(
                            management
                                    .getStreamInfo(stream)
                                    .getConfiguration()
                                    .getSubjects()
                                    .toString(),
                            500));
        }
        return streams;
    }

    private static String text(List<String> streams) {
        int last = streams.size() - 1;
        return last < 1
                ? "stream " + String.join("", streams)
                : "streams " + String.join(", ", streams.subList(0, last)) + " and " + streams.get(last);
    }
}
