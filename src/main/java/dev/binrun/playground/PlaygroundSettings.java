package dev.binrun.playground;

import dev.binrun.page.PageSettings;
import dev.binrun.sessions.TerminalText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of the live system.
 *
 * @param port the client port on 127.0.0.1; -1 for any free one
 * @param storeDir the folder for the server's data
 * @param monitorPort the port of the server's HTTP monitoring, if any; -1 for any free one
 * @param serverLog whether to print the server's log
 * @param config a file with more streams, consumers, buckets and object stores
 * @param page whether to serve the live page
 * @param pagePort the port of the live page; -1 for any free one; empty for the default port
 * @param readOnly whether the live page changes nothing
 * @param environment the environment variables, from which the nats-server's own settings are read
 */
public record PlaygroundSettings(
        int port,
        Path storeDir,
        OptionalInt monitorPort,
        boolean serverLog,
        Optional<Path> config,
        boolean page,
        OptionalInt pagePort,
        boolean readOnly,
        Map<String, String> environment) {
    static final int DEFAULT_PORT = 4222;
    private static final String PORT = "BINRUN_PORT";
    private static final String STORE_DIR = "BINRUN_STORE_DIR";
    private static final String MONITOR_PORT = "BINRUN_MONITOR_PORT";
    private static final String SERVER_LOG = "BINRUN_SERVER_LOG";
    static final String CONFIG = "BINRUN_CONFIG";
    private static final String PAGE = "BINRUN_UI";
    private static final String READ_ONLY = "BINRUN_UI_READ_ONLY";

    /** Checks the ports, and makes the folder absolute. */
    public PlaygroundSettings {
        requirePort(PORT, port);
        monitorPort.ifPresent(value -> requirePort(MONITOR_PORT, value));
        if (monitorPort.isPresent() && port != -1 && monitorPort.getAsInt() == port) {
            throw wrong(MONITOR_PORT, "be another port than " + PORT, String.valueOf(port));
        }
        pagePort.ifPresent(value -> requirePort(PageSettings.PORT_VARIABLE, value));
        if (pagePort.isPresent() && pagePort.getAsInt() != -1) {
            int taken = pagePort.getAsInt();
            if (taken == port || monitorPort.isPresent() && monitorPort.getAsInt() == taken) {
                throw wrong(
                        PageSettings.PORT_VARIABLE, "be another port than those of the server", String.valueOf(taken));
            }
        }
        storeDir = storeDir.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }

    /**
     * Reads the settings from environment variables; an empty variable counts as not set.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the variable, the rule and the value
     */
    public static PlaygroundSettings of(Map<String, String> environment) {
        return new PlaygroundSettings(
                value(environment, PORT).map(text -> port(PORT, text)).orElse(DEFAULT_PORT),
                value(environment, STORE_DIR)
                        .map(text -> path(STORE_DIR, "folder", text))
                        .orElse(Path.of("store", "js")),
                value(environment, MONITOR_PORT)
                        .map(text -> OptionalInt.of(port(MONITOR_PORT, text)))
                        .orElse(OptionalInt.empty()),
                value(environment, SERVER_LOG)
                        .map(text -> flag(SERVER_LOG, text))
                        .orElse(false),
                value(environment, CONFIG).map(text -> path(CONFIG, "file", text)),
                value(environment, PAGE).map(text -> flag(PAGE, text)).orElse(true),
                value(environment, PageSettings.PORT_VARIABLE)
                        .map(text -> OptionalInt.of(port(PageSettings.PORT_VARIABLE, text)))
                        .orElse(OptionalInt.empty()),
                value(environment, READ_ONLY).map(text -> flag(READ_ONLY, text)).orElse(false),
                environment);
    }

    /** Returns the path of the store without control characters. */
    String printableStore() {
        return TerminalText.text(storeDir.toString(), 4096);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }

    private static int port(String name, String text) {
        try {
            return requirePort(name, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw notAPort(name, text);
        }
    }

    private static int requirePort(String name, int port) {
        if (port != -1 && (port < 1 || port > 65_535)) {
            throw notAPort(name, String.valueOf(port));
        }
        return port;
    }

    private static Path path(String name, String what, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw wrong(name, "be the path of a " + what, text);
        }
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "be true or false", text);
        };
    }

    private static IllegalArgumentException notAPort(String name, String text) {
        return wrong(name, "be a port from 1 to 65535, or -1 for any free one", text);
    }

    private static IllegalArgumentException wrong(String name, String rule, String text) {
        return new IllegalArgumentException(name + " must " + rule + ", was \"" + text + "\"");
    }
}
