package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.form.VisibleText;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.server.host.IoReason;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a run in GitHub Actions: an annotation at the place of each failure, and a summary of the step.
 *
 * <p>The runner of GitHub reads commands such as {@code ::error file=…::…} from the output of a step.
 */
final class GithubReport implements Report {
    /** GitHub shows no more annotations of one kind for one step. */
    private static final int MOST_ANNOTATIONS = 10;

    private static final int LONGEST_MESSAGE = 4_000;

    private static final String SUMMARY_FILE = "GITHUB_STEP_SUMMARY";

    private final RunContext context;
    private final Map<String, String> commands = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    GithubReport(RunContext context) {
        this.context = context;
    }

    /** Returns whether GitHub Actions runs this process. */
    static boolean isWanted(Map<String, String> variables) {
        return "true".equals(variables.get("GITHUB_ACTIONS"));
    }

    @Override
    public void begin(List<String> files, int total) {
        commands.clear();
        verdicts.clear();
    }

    @Override
    public void started(ScenarioCase scenario) {
        commands.put(scenario.name(), context.again().apply(scenario));
    }

    @Override
    public void ended(Verdict verdict) {
        verdicts.add(verdict);
    }

    @Override
    public void summary(List<Verdict> all, int leftOut, Duration took) throws IOException {
        end("", leftOut, took);
    }

    @Override
    public void interrupted(List<Verdict> finished, int running, Duration took) throws IOException {
        end("interrupted: ", 0, took);
    }

    private void end(String beginning, int leftOut, Duration took) throws IOException {
        annotate(failures());
        verdicts.stream()
                .filter(Verdict::isFlaky)
                .limit(MOST_ANNOTATIONS)
                .forEach(flaky -> print(annotation("warning", "FLAKY", flaky)));
        String file = context.variables().getOrDefault(SUMMARY_FILE, "");
        if (!file.isEmpty()) {
            GithubSummary summary = new GithubSummary(verdicts, failures(), commands);
            append(Path.of(file), summary.text(beginning, leftOut, took, room(Path.of(file))));
        }
    }

    private List<Verdict> failures() {
        return verdicts.stream()
                .filter(verdict -> verdict.outcome() != Outcome.PASSED && verdict.outcome() != Outcome.SKIPPED)
                .sorted(FailurePlace.ORDER)
                .toList();
    }

    private void annotate(List<Verdict> failures) {
        failures.stream()
                .limit(MOST_ANNOTATIONS)
                .forEach(failure -> print(annotation("error", failure.outcome().name(), failure)));
        int more = failures.size() - MOST_ANNOTATIONS;
        if (more > 0) {
            print("::notice title=binrun::" + Count.of(more, "more scenario") + " did not pass, see the log");
        }
    }

    private void print(String command) {
        context.console().screen().printColoured(command + "\n");
    }

    private String annotation(String kind, String word, Verdict failure) {
        FailurePlace place = FailurePlace.of(failure);
        String column = place.column().isPresent() ? ",col=" + place.column().getAsInt() : "";
        String message = failure.message();
        String shortened = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
        String command = commands.getOrDefault(failure.name(), "");
        return "::" + kind + " file=" + property(inWorkspace(failure.place().path())) + ",line=" + place.line() + column
                + ",title=" + property(word + ": " + failure.name()) + "::"
                + data(shortened + (command.isEmpty() ? "" : "\n" + command));
    }

    /** GitHub finds a file by its path in the repository. */
    private String inWorkspace(String path) {
        Path file = context.folder().resolve(path).toAbsolutePath().normalize();
        String workspace = context.variables().getOrDefault("GITHUB_WORKSPACE", "");
        boolean inside = !workspace.isEmpty() && file.startsWith(Path.of(workspace));
        return inside ? Path.of(workspace).relativize(file).toString().replace('\\', '/') : path;
    }

    private static String data(String text) {
        return VisibleText.text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static int room(Path file) throws IOException {
        long used = Files.exists(file) ? Files.size(file) : 0;
        return (int) Math.max(0, GithubSummary.LARGEST - used);
    }

    private void append(Path file, String text) throws IOException {
        if (text.isEmpty()) {
            print("::notice title=binrun::the summary of this step has no room for the results, see the log");
            return;
        }
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IOException(SUMMARY_FILE + ": " + file + " cannot be written: " + IoReason.of(e), e);
        }
    }
}
