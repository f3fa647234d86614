package dev.binrun.verb.observe;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Regex;
import dev.binrun.server.LogTail;
import dev.binrun.server.NatsServer;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NodeSearch;
import dev.binrun.verb.node.NodeSelector;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the lines of the server's log since the first start, at most the last 10,000. */
@VerbDoc(
        value = "Reads the server's log",
        answers =
                "{node, lines}: the lines as written, the last 10,000 (cut if there were more); node if one server is read",
        example = """
            - server log: Server is ready
              expect: { lines: { size: 1 } }
            """)
public record ServerLog(
        @Arg(value = "regular expression that must find a match in a line", position = 0)
        Optional<String> grep,

        @Arg("level of the lines, or a list of levels") List<LogLevel> level,

        @Arg("the node, as in server kill; if omitted, all nodes, with their names before the lines, in order of time")
        Optional<NodeSelector> node)
        implements Verb {

    public ServerLog {
        try {
            Regex.of(grep.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new InvalidArgumentException("grep", e.getMessage());
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Map<String, LogTail> logs = logs(world);
        JsonObject answer = new JsonObject();
        if (logs.size() == 1) {
            answer.addProperty("node", logs.keySet().iterator().next());
        }
        answer.add("lines", lines(logs));
        long dropped = logs.values().stream().mapToLong(LogTail::dropped).sum();
        if (dropped > 0) {
            answer.addProperty("cut", "the first " + dropped + " lines of the log are not kept");
        }
        return answer;
    }

    private Map<String, LogTail> logs(VerbWorld world) throws InterruptedException {
        if (node.isEmpty()) {
            return world.target().logs();
        }
        NatsServer server = NodeSearch.find(node.get(), world, any -> true, NodeSearch.LIMIT);
        return Map.of(server.name(), server.log());
    }

    private JsonArray lines(Map<String, LogTail> logs) {
        Regex pattern = Regex.of(grep.orElse(""));
        JsonArray lines = new JsonArray();
        logs.entrySet().stream()
                .flatMap(log -> log.getValue().lines().stream()
                        .filter(line -> pattern.finds(line.text()))
                        .filter(line -> level.isEmpty() || level.stream().anyMatch(wanted -> wanted.isOf(line.text())))
                        .map(line ->
                                new TimedLine(line.at(), (logs.size() == 1 ? "" : log.getKey() + " ") + line.text())))
                .sorted(Comparator.comparing(TimedLine::at))
                .map(TimedLine::text)
                .forEach(lines::add);
        return lines;
    }

    private record TimedLine(Instant at, String text) {}
}
