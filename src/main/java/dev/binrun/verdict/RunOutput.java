package dev.binrun.verdict;

import dev.binrun.scenario.ScenarioCase;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes the output of a run on, and keeps its lines for the verdict. */
public final class RunOutput implements Listener {
    private final Listener listener;
    private final StringBuilder text = new StringBuilder();

    /** Creates an output without lines. */
    public RunOutput(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void line(String line) {
        text.append(line).append('\n');
        listener.line(line);
    }

    @Override
    public void progress(String status) {
        listener.progress(status);
    }

    @Override
    public Optional<Consumer<RunCourse>> courses() {
        return listener.courses();
    }

    @Override
    public String lastLines(ScenarioCase scenario) {
        return listener.lastLines(scenario);
    }

    /** Returns all lines so far, each with a line break. */
    public String text() {
        return text.toString();
    }
}
