package dev.binrun.cli;

import dev.binrun.server.host.SettingException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the live system. */
final class LiveOptions {
    static final String PORT = "BINRUN_PORT";
    static final String MONITOR_PORT = "BINRUN_MONITOR_PORT";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The client port, -1 for any free one; default: 4222 (variable: BINRUN_PORT).")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--store-dir",
            paramLabel = "DIR",
            description = "The folder for the server's data; default: ./store/js (variable: BINRUN_STORE_DIR).")
    private Optional<String> storeDir = Optional.empty();

    @Option(
            names = "--monitor-port",
            paramLabel = "PORT",
            description = "The port of the server's HTTP monitoring; default: none (variable: BINRUN_MONITOR_PORT).")
    private Optional<String> monitorPort = Optional.empty();

    @Option(names = "--server-log", description = "Print the server's log (variable: BINRUN_SERVER_LOG).")
    private boolean serverLog;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A file with more streams, consumers, kv and objects, as in a scenario (variable: BINRUN_CONFIG).")
    private Optional<String> config = Optional.empty();

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            description =
                    "The port of the live page, -1 for any free one; default: 8422, or any free one if it is taken"
                            + " (variable: BINRUN_UI_PORT).")
    private Optional<String> uiPort = Optional.empty();

    @Option(names = "--no-ui", description = "Serve no live page (variable: BINRUN_UI=false).")
    private boolean noUi;

    @Option(
            names = "--read-only",
            description = "The live page shows everything and changes nothing (variable: BINRUN_UI_READ_ONLY).")
    private boolean readOnly;

    /** Work that may find a wrong setting. */
    interface RunningCommand {
        /** Runs the work, and returns the exit code. */
        int run() throws InterruptedException;
    }

    /**
     * Runs work. A message about a wrong setting names the option that set it, and not the variable.
     *
     * @throws ParameterException if an option is wrong
     */
    int blamingOptions(RunningCommand running) throws InterruptedException {
        flags().forEach((variable, flag) -> {
            if (flag.value().isEmpty()) {
                throw new ParameterException(spec.commandLine(), flag.option() + " must not be empty");
            }
        });
        try {
            return running.run();
        } catch (SettingException e) {
            throw new ParameterException(spec.commandLine(), blamingOptions(e), e);
        }
    }

    /** Returns the message about a wrong setting, with the option in place of the variable if the option was given. */
    String blamingOptions(SettingException problem) {
        String message = problem.getMessage();
        for (Map.Entry<String, Flag> entry : flags().entrySet()) {
            String option = entry.getValue().option();
            if (!problem.getMessage().contains(option)) {
                message = message.replaceAll("\\b" + entry.getKey() + "\\b", option);
            }
        }
        return message;
    }

    private record Flag(String option, String value) {}

    /** Returns the options that were given, by the variables that they replace. */
    private Map<String, Flag> flags() {
        Map<String, Flag> flags = new LinkedHashMap<>();
        port.ifPresent(value -> flags.put(PORT, new Flag("--port", value)));
        storeDir.ifPresent(value -> flags.put("BINRUN_STORE_DIR", new Flag("--store-dir", value)));
        monitorPort.ifPresent(value -> flags.put(MONITOR_PORT, new Flag("--monitor-port", value)));
        config.ifPresent(value -> flags.put("BINRUN_CONFIG", new Flag("--config", value)));
        uiPort.ifPresent(value -> flags.put("BINRUN_UI_PORT", new Flag("--ui-port", value)));
        return flags;
    }

    /** Returns the variables with the options in their places. */
    Map<String, String> settings(Map<String, String> variables) {
        Map<String, String> settings = new HashMap<>(variables);
        flags().forEach((variable, flag) -> settings.put(variable, flag.value()));
        if (serverLog) {
            settings.put("BINRUN_SERVER_LOG", "true");
        }
        if (noUi) {
            settings.put("BINRUN_UI", "false");
        }
        if (readOnly) {
            settings.put("BINRUN_UI_READ_ONLY", "true");
        }
        return settings;
    }

    /**
     * Returns the words of the given options, for another JVM.
     *
     * @param without the names of options to leave out
     */
    List<String> words(Set<String> without) {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !without.contains(option.longestName()))
                .flatMap(LiveOptions::words)
                .toList();
    }

    private static Stream<String> words(OptionSpec option) {
        return option.arity().max() == 0
                ? Stream.of(option.longestName())
                : option.originalStringValues().stream().map(value -> option.longestName() + "=" + value);
    }
}
