package dev.binrun.verb.observe;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import dev.binrun.verb.Does;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the server has written since it started, line by line; of very much the last 10,000 lines. */
@Does(
        value = "Reads what the server has written since it started",
        answers = "{node, lines}: each line as it was written",
        example = """
            - server log: Server is ready
              expect: { lines: { size: 1 } }
            """)
public record ServerLog(
        @Arg(value = "only lines in which this regular expression finds a match", position = 0)
        Optional<String> grep,

        @Arg("only lines of this level, or of one of these") List<LogLevel> level)
        implements Verb {

    public ServerLog {
        try {
            Pattern.compile(grep.orElse(""));
        } catch (PatternSyntaxException e) {
            throw new InvalidArgument(
                    "grep",
                    "'" + grep.orElse("") + "' is no regular expression: " + e.getDescription() + " at "
                            + e.getIndex());
        }
    }

    @Override
    public JsonObject run(World world) {
        Pattern wanted = Pattern.compile(grep.orElse(""));
        JsonArray lines = new JsonArray();
        world.cluster().nodes().get(0).log().lines().stream()
                .map(dev.binrun.server.ServerLog.Line::text)
                .filter(line -> wanted.matcher(line).find())
                .filter(line -> level.isEmpty() || level.stream().anyMatch(one -> one.isOf(line)))
                .forEach(lines::add);
        JsonObject answer = new JsonObject();
        answer.addProperty("node", world.connection().getServerInfo().getServerName());
        answer.add("lines", lines);
        return answer;
    }
}
