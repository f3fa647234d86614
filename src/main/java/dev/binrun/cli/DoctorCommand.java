package dev.binrun.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.binrun.cli.Finding.State;
import dev.binrun.form.Count;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reports the state of this machine, and what to do about each problem. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Reports whether scenarios can run on this machine, and what to do about problems.",
            "It looks at the nats-server that is used and why, versions, ports, leftovers of earlier runs, the cache",
            "and limits. It downloads nothing and starts no server.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java doctor",
            "  ./jbang binrun.java doctor --json",
            "",
            "Exit codes: 0 nothing prevents a run, 1 a problem prevents runs, 2 wrong usage."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final CommandEnvironment environment;

    @Option(names = "--json", description = "Print the findings as a JSON array.")
    private boolean json;

    DoctorCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<Finding> findings = Doctor.of(environment.variables()).findings();
        if (json) {
            environment.rawOut().println(JSON.toJson(findings));
        } else {
            print(findings);
        }
        return count(findings, State.PROBLEM) == 0 ? 0 : 1;
    }

    private void print(List<Finding> findings) {
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(0);
        String row = "%-7s  %-" + width + "s  %s";
        for (Finding finding : findings) {
            String state = finding.state().name().toLowerCase(Locale.ROOT);
            environment.out().println(String.format(row, state, finding.subject(), finding.text()));
            if (!finding.fix().isEmpty()) {
                environment.out().println(String.format(row, "", "", "-> " + finding.fix()));
            }
        }
        long problems = count(findings, State.PROBLEM);
        long notes = count(findings, State.NOTE);
        environment.out().println();
        environment
                .out()
                .println((problems == 0 ? "nothing prevents a run" : Count.of(problems, "problem") + " to solve")
                        + (notes == 0 ? "" : "; " + Count.of(notes, "note")));
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }
}
