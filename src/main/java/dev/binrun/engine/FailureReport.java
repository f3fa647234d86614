package dev.binrun.engine;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.match.Mismatch;
import dev.binrun.scenario.Step;
import dev.binrun.server.NatsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a failure says: what differs first, then all that helps to see why. */
final class FailureReport {
    private static final Gson PRETTY =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final int ANSWER_LINES = 40;
    private static final int ALSO = 9;
    private static final int LOG_LINES = 12;

    private FailureReport() {}

    /**
     * A step that failed.
     *
     * @param waited how long was waited for it; empty if it was not
     */
    static Failed of(Step step, List<Mismatch> differences, String waited, JsonElement answer) {
        String place = step.place().path() + ":" + step.place().line() + ": " + step.label() + ": ";
        List<String> lines = new ArrayList<>();
        differences.stream().skip(1).limit(ALSO).forEach(m -> lines.add("also: " + m));
        if (differences.size() > ALSO + 1) {
            lines.add("and " + (differences.size() - ALSO - 1) + " more differences");
        }
        if (!waited.isEmpty()) {
            lines.add(waited);
        }
        lines.add("step:");
        lines.addAll(indented(step.excerpt()));
        lines.addAll(answer(answer, differences));
        return new Failed(place + differences.get(0), String.join("\n", lines));
    }

    /** What led to a failure: the steps before it, and what the server wrote that is no routine. */
    static String context(List<StepReport> steps, NatsServer server) {
        List<String> lines = new ArrayList<>();
        if (!steps.isEmpty()) {
            lines.add("steps:");
            steps.forEach(step -> lines.add("  " + step));
        }
        List<String> log = server.log().lines().stream()
                .map(line -> line.text())
                .filter(text -> text.matches(".*\\[(WRN|ERR|FTL)\\].*"))
                .toList();
        if (!log.isEmpty()) {
            lines.add("server log (warnings and errors):");
            log.stream().skip(Math.max(0, log.size() - LOG_LINES)).forEach(line -> lines.add("  " + line));
        }
        return String.join("\n", lines);
    }

    /** Parts of a report under each other, empty ones left out. */
    static String joined(String... parts) {
        return java.util.Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** The answer; of a map that is long only what differs, the other keys by name. */
    private static List<String> answer(JsonElement answer, List<Mismatch> differences) {
        List<String> whole = PRETTY.toJson(answer).lines().toList();
        if (whole.size() <= ANSWER_LINES || !answer.isJsonObject()) {
            return titled("answer:", cut(whole));
        }
        JsonObject shown = new JsonObject();
        List<String> others = new ArrayList<>();
        answer.getAsJsonObject().asMap().forEach((key, value) -> {
            if (differences.stream()
                    .anyMatch(m -> m.path().split("[.\\[]", 2)[0].equals(key))) {
                shown.add(key, value);
            } else {
                others.add(key);
            }
        });
        String title =
                others.isEmpty() || shown.isEmpty() ? "answer:" : "answer (without " + String.join(", ", others) + "):";
        return titled(
                title,
                cut(shown.isEmpty() ? whole : PRETTY.toJson(shown).lines().toList()));
    }

    private static List<String> titled(String title, List<String> lines) {
        List<String> titled = new ArrayList<>(List.of(title));
        titled.addAll(indented(lines));
        return titled;
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> "  " + line).toList();
    }

    private static List<String> cut(List<String> lines) {
        if (lines.size() <= ANSWER_LINES) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, ANSWER_LINES));
        shown.add("… " + (lines.size() - ANSWER_LINES) + " more lines");
        return shown;
    }
}
