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
import dev.binrun.verb.World;
import dev.binrun.verb.node.NodeSearch;
import dev.binrun.verb.node.WhichNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server has written since it started, line by line; of very much the last 10,000 lines. */
@VerbDoc(
        value = "Reads what the server has written since it started",
        answers =
                "{node, lines}: each line as it was written, node if it is one; with cut after more than 10,000 lines",
        example = """
            - server log: Server is ready
              expect: { lines: { size: 1 } }
            """)
public record ServerLog(
        @Arg(value = "only lines in which this regular expression finds a match", position = 0)
        Optional<String> grep,

        @Arg("only lines of this level, or of one of these") List<LogLevel> level,

        @Arg("which server; of several all if left out, each line after its node's name, in the order of time")
        Optional<WhichNode> node)
        implements Verb {

    public ServerLog {
        try {
            Regex.of(grep.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new InvalidArgumentException("grep", e.getMessage());
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
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

    private Map<String, LogTail> logs(World world) throws InterruptedException {
        if (node.isEmpty()) {
            return world.target().logs();
        }
        NatsServer server = NodeSearch.find(node.get(), world, any -> true, NodeSearch.LIMIT);
        return Map.of(server.name(), server.log());
    }

    private JsonArray lines(Map<String, LogTail> logs) {
        Regex wanted = Regex.of(grep.orElse(""));
        JsonArray lines = new JsonArray();
        logs.entrySet().stream()
                .flatMap(log -> log.getValue().lines().stream()
                        .filter(line -> wanted.finds(line.text()))
                        .filter(line -> level.isEmpty() || level.stream().anyMatch(one -> one.isOf(line.text())))
                        .map(line ->
                                new Written(line.at(), (logs.size() == 1 ? "" : log.getKey() + " ") + line.text())))
                .sorted(Comparator.comparing(Written::at))
                .map(Written::text)
                .forEach(lines::add);
        return lines;
    }

    /** A line as it is answered. */
    private record Written(Instant at, String text) {}
}
