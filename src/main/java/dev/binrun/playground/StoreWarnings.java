package dev.binrun.playground;

import dev.binrun.sessions.TerminalText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The warnings and errors about the store in a server's log, by stream. */
final class StoreWarnings {
    private static final int MOST = 200;

    private static final Pattern LINE = Pattern.compile("\\[\\d+] \\S+ \\S+ \\[(?:WRN|ERR)]\\s*(.+)");

    /** The forms of a stream's name in the log (jetstream.go, filestore.go). */
    private static final List<Pattern> NAMES = List.of(
            Pattern.compile("/streams/([^/\"]+)/"),
            Pattern.compile("Filestore \\[([^]]+)]"),
            Pattern.compile("'[^' ]+ > ([^' ]+)(?: > [^' ]+)?'"),
            Pattern.compile("stream \"([^\"]+)\""));

    /** After a kill the index of a stream is older than its messages, and the server builds it again. */
    private static final Pattern AFTER_KILL =
            Pattern.compile(".*(?:Stream state outdated, .*will rebuild|from index errored: prior state file)");

    private final boolean afterCleanStop;
    private final List<String> stray;
    private final Map<String, String> warnings = new LinkedHashMap<>();

    /**
     * Creates an empty list of warnings.
     *
     * @param afterCleanStop whether the last server of the store was stopped cleanly
     * @param stray the names of files that the server takes for streams, and about which there is a warning already
     */
    StoreWarnings(boolean afterCleanStop, List<String> stray) {
        this.afterCleanStop = afterCleanStop;
        this.stray = stray;
    }

    /** Reads a line of the log. */
    synchronized void add(String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches() && warnings.size() < MOST) {
            String text = matcher.group(1).strip();
            if (!afterCleanStop && AFTER_KILL.matcher(text).matches()) {
                return;
            }
            name(text)
                    .filter(stream -> !stray.contains(stream))
                    .ifPresent(stream -> warnings.putIfAbsent(text, stream));
        }
    }

    /** Returns one sentence for each warning so far. */
    synchronized List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        warnings.forEach((text, stream) -> sentences.add("warning: the server warns of the stream "
                + TerminalText.text(stream, 255) + ": " + TerminalText.text(withoutName(text), 500)));
        return sentences;
    }

    /** Returns whether there is a warning about the stream. */
    synchronized boolean areOf(String stream) {
        return warnings.containsValue(stream);
    }

    /** Returns the server's first warning about a stream. */
    synchronized Optional<String> reason(String stream) {
        return warnings.entrySet().stream()
                .filter(entry -> entry.getValue().equals(stream))
                .map(entry -> TerminalText.text(withoutName(entry.getKey()), 500))
                .findFirst();
    }

    /** Returns the folder of all streams of the default account. */
    static Path streams(Path storeDir) {
        return storeDir.resolve(Path.of("jetstream", "$G", "streams"));
    }

    private static Optional<String> name(String text) {
        return NAMES.stream()
                .map(pattern -> pattern.matcher(text))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    private static String withoutName(String text) {
        return text.replaceFirst("^Filestore \\[[^]]+] ", "");
    }
}
