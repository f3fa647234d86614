package dev.binrun.cli;

import dev.binrun.form.Nearest;
import dev.binrun.report.StatusLine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a scenario that is made to be watched. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Runs a scenario that is made to be watched, such as an order flow.",
            "It prints what to watch, and how to look at its server with the nats CLI. Without a name, it lists the",
            "demos. Ctrl-C ends a demo at once and removes its server.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java demo",
            "  ./jbang binrun.java demo work-queue",
            "  ./jbang binrun.java demo orders --print > orders.yaml",
            "",
            "Exit codes: those of run; 130 after Ctrl-C."
        })
final class DemoCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final CommandServices services;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            completionCandidates = Names.class,
            description = "The demo: ${COMPLETION-CANDIDATES}.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--print", description = "Print the demo's scenario file, and run nothing.")
    private boolean print;

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            description =
                    "The port of the live page, -1 for any free one; default: 8422, or any free one if it is taken.")
    private Optional<Integer> uiPort = Optional.empty();

    @Option(names = "--no-ui", description = "Serve no live page.")
    private boolean noUi;

    DemoCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    /** The names that a shell completes. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Demo.names());
        }
    }

    @Override
    public Integer call() {
        if (name.isEmpty()) {
            list();
            return 0;
        }
        Demo demo = Demo.of(name.get())
                .orElseThrow(
                        () -> wrong("there is no demo '" + name.get() + "'" + Nearest.hint(name.get(), Demo.names())));
        if (print) {
            environment.out().print(demo.text());
            return 0;
        }
        environment.prepare(services, environment.variables());
        if (noUi) {
            return run(demo, Optional.empty());
        }
        try (RunPage page = new RunPage(PageOptions.take(spec, uiPort, true, this::say))) {
            return run(demo, Optional.of(page));
        }
    }

    private void list() {
        if (print) {
            throw wrong("--print needs the name of a demo (known: " + String.join(", ", Demo.names()) + ")");
        }
        for (Demo demo : Demo.values()) {
            say(String.format("%-12s%s", demo, demo.summary()));
        }
        say("");
        say("run one: " + environment.runAgain().with("demo", Demo.ORDERS.toString()));
    }

    private int run(Demo demo, Optional<RunPage> page) {
        ScenarioCase scenario = demo.scenario();
        say(scenario.name());
        say("It takes about a minute. Ctrl-C ends it at once.");
        say("");
        say("Watch:");
        scenario.config().orElseThrow().description().lines().forEach(line -> say("  " + line));
        say("");
        page.ifPresent(opened -> say("Look at it on the live page: " + opened.address()));
        Verdict verdict = environment.live(screen -> services.engine().apply(scenario, new Live(demo, page, screen)));
        if (verdict.outcome() == Outcome.PASSED) {
            say(String.format(Locale.ROOT, "PASSED after %.0f s", verdict.took().toMillis() / 1000.0));
            say("its scenario file, to change and run: "
                    + environment.runAgain().with("demo", demo.toString(), "--print"));
        } else {
            environment.err().println(verdict.outcome() + ": " + verdict.report());
        }
        return verdict.outcome().exitCode();
    }

    private void say(String line) {
        environment.out().println(line);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Prints each line of the run at once. */
    private final class Live implements Listener {
        private final Demo demo;
        private final Optional<RunPage> page;
        private final StatusLine screen;

        Live(Demo demo, Optional<RunPage> page, StatusLine screen) {
            this.demo = demo;
            this.page = page;
            this.screen = screen;
        }

        @Override
        public Runnable serving(ScenarioCase scenario, List<String> urls) {
            String nats = "  nats --server " + String.join(",", urls) + " ";
            line((page.isPresent() ? "Or" : "Look at it") + " with the nats CLI, in another terminal:");
            demo.looks().forEach(look -> line(nats + look));
            line("");
            return page.map(opened -> opened.serving(scenario, urls)).orElse(() -> {});
        }

        @Override
        public void line(String line) {
            screen.print(line + System.lineSeparator());
        }

        @Override
        public void progress(String status) {
            screen.show(status);
        }

        @Override
        public String lastLines(ScenarioCase failed) {
            return "run again: " + environment.runAgain().with("demo", demo.toString());
        }
    }
}
