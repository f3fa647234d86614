package dev.binrun.verb.observe;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Regex;
import dev.binrun.server.NatsServer;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NodeSearch;
import dev.binrun.verb.node.NodeSelector;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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
        List<NatsServer> servers = node.isPresent()
                ? List.of(NodeSearch.find(node.get(), world, server -> true, NodeSearch.LIMIT))
                : world.cluster().nodes();
        JsonObject answer = new JsonObject();
        if (servers.size() == 1) {
            answer.addProperty("node", servers.get(0).name());
        }
        answer.add("lines", lines(servers));
        long dropped =
                servers.stream().mapToLong(server -> server.log().dropped()).sum();
        if (dropped > 0) {
            answer.addProperty("cut", "the first " + dropped + " lines of the log are not kept");
        }
        return answer;
    }

    private JsonArray lines(List<NatsServer> servers) {
        Regex pattern = Regex.of(grep.orElse(""));
        JsonArray lines = new JsonArray();
        servers.stream()
                .flatMap(server -> server.log().lines().stream()
                        .filter(line -> pattern.finds(line.text()))
                        .filter(line -> level.isEmpty() || level.stream().anyMatch(wanted -> wanted.isOf(line.text())))
                        .map(line -> new TimedLine(
                                line.at(), (servers.size() == 1 ? "" : server.name() + " ") + line.text())))
                .sorted(Comparator.comparing(TimedLine::at))
                .map(TimedLine::text)
                .forEach(lines::add);
        return lines;
    }

    private record TimedLine(Instant at, String text) {}
}
