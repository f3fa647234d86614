package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The failures of a run in Markdown. */
final class MarkdownReport implements Report {
    private final RunContext context;
    private final Path target;
    private final Map<String, String> commands = new HashMap<>();

    /**
     * Creates the file, in place of one with this name.
     *
     * @throws IOException if it cannot be created
     */
    MarkdownReport(RunContext context, Path target) throws IOException {
        this.context = context;
        this.target = target;
        FileOwnership.replaceResult(target).close();
    }

    @Override
    public void started(ScenarioCase scenario) {
        commands.put(scenario.name(), context.again().apply(scenario));
    }

    @Override
    public void summary(List<Verdict> verdicts, int leftOut, Duration took) throws IOException {
        write("", verdicts, took);
    }

    @Override
    public void interrupted(List<Verdict> finished, int running, Duration took) throws IOException {
        write("interrupted: ", finished, took);
    }

    private void write(String beginning, List<Verdict> verdicts, Duration took) throws IOException {
        String counts = VerdictCounts.words(verdicts);
        String head = beginning + Count.of(verdicts.size(), "scenario") + ": " + counts + " in "
                + String.format(Locale.ROOT, "%.2f s", took.toNanos() / 1e9) + ", binrun "
                + context.request().version() + "\n";
        String failures = verdicts.stream()
                .filter(verdict -> verdict.outcome() != Outcome.PASSED && verdict.outcome() != Outcome.SKIPPED)
                .sorted(FailurePlace.ORDER)
                .map(verdict -> "\n" + MarkdownText.of(verdict, commands.getOrDefault(verdict.name(), "")))
                .collect(Collectors.joining());
        try (OutputStream out = FileOwnership.replaceResult(target)) {
            out.write((head + failures).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException(target + " cannot be written: " + IoReason.of(e), e);
        }
    }
}
