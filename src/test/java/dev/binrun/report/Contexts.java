package dev.binrun.report;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The surroundings of runs for tests of reports. */
final class Contexts {
    static final RunRequest REQUEST = new RunRequest(
            "0.1.0", List.of("scenarios"), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), false);

    private Contexts() {}

    /** Returns the context of a run whose output is lost. */
    static RunContext silent() {
        return of(REQUEST, OutputStream.nullOutputStream(), Map.of(), Path.of(""));
    }

    /** Returns a context in which a scenario is run again with its name. */
    static RunContext of(RunRequest request, OutputStream out, Map<String, String> variables, Path folder) {
        StatusLine screen = new StatusLine(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        return new RunContext(
                new RunContext.Console(screen, Style.PLAIN, false),
                request,
                out,
                variables,
                folder,
                scenario -> "run again: binrun run --name '" + scenario.name() + "'");
    }
}
