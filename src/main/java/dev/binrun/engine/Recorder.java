package dev.binrun.engine;

/** Passes on what a run says, and keeps it for the verdict. */
final class Recorder implements Listener {
    private final Listener listener;
    private final StringBuilder output = new StringBuilder();

    Recorder(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void line(String line) {
        output.append(line).append('\n');
        listener.line(line);
    }

    @Override
    public void progress(String status) {
        listener.progress(status);
    }

    /** All lines so far. */
    String output() {
        return output.toString();
    }
}
