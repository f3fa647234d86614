package dev.binrun.verdict;

import dev.binrun.scenario.Scenario;

/** Passes on what a run says, and keeps it for the verdict. */
public final class RunOutput implements Listener {
    private final Listener listener;
    private final StringBuilder text = new StringBuilder();

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
    public String lastLines(Scenario scenario) {
        return listener.lastLines(scenario);
    }

    /** All lines so far. */
    public String text() {
        return text.toString();
    }
}
