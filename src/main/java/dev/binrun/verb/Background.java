package dev.binrun.verb;

/** What goes on after the step that began it, and gathers what comes, until it is stopped or the scenario ends. */
public interface Background extends AutoCloseable {
    /** What has come so far. */
    Gathered gathered();

    /** Ends it, what has come stays; once ended nothing happens. */
    @Override
    void close();
}
