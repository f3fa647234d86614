package dev.binrun.server;

import com.google.gson.JsonObject;
import dev.binrun.form.PlainTree;
import dev.binrun.server.binary.NatsBinary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The settings of one nats-server. Start from {@link #ephemeral()} and change what differs:
 *
 * <pre>{@code
 * ServerOptions options = ServerOptions.ephemeral()
 *         .withName("orders")
 *         .withConfig(Map.of("max_payload", 65_536));
 * }</pre>
 *
 * @param name the server's name, without blanks
 * @param port the client port on 127.0.0.1; -1 lets the server choose a free one
 * @param storeDir the folder in which JetStream stores; if empty, a folder of the server that is removed with it
 * @param monitorPort the port of the server's HTTP monitoring; -1 lets the server choose, empty means no monitoring
 * @param config merged over binrun's configuration
 * @param binary the executable; if empty, the result of {@link NatsBinary#find(Map)}
 * @param environment the variables with settings such as {@code BINRUN_NATS_SERVER}
 * @param logLine receives every line of the log, on the thread that reads it; must not block
 * @param startTimeout the maximum time until JetStream replies
 * @param startProgress receives a line every few seconds while the server recovers its store. The start then takes
 *     longer than its timeout as long as the server makes progress
 * @param keepable whether the server may outlive this JVM, see {@link NatsServer#keep}
 */
@API(status = Status.STABLE)
public record ServerOptions(
        String name,
        int port,
        Optional<Path> storeDir,
        OptionalInt monitorPort,
        @API(status = Status.INTERNAL) JsonObject config,
        Optional<NatsBinary> binary,
        Map<String, String> environment,
        Consumer<String> logLine,
        Duration startTimeout,
        Optional<Consumer<String>> startProgress,
        @API(status = Status.INTERNAL) boolean keepable) {

    private static final String PORT_RULE = "be from 1 to 65535, or -1 for any free one";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    @API(status = Status.INTERNAL)
    public ServerOptions {
        require(!name.isBlank() && name.strip().equals(name) && !name.contains(" "), "name", "be a word", name);
        require(validPort(port), "port", PORT_RULE, port);
        require(monitorPort.isEmpty() || validPort(monitorPort.getAsInt()), "monitorPort", PORT_RULE, monitorPort);
        require(startTimeout.compareTo(Duration.ZERO) > 0, "startTimeout", "be positive", startTimeout);
        Objects.requireNonNull(logLine, "logLine");
        storeDir = storeDir.map(Path::toAbsolutePath);
        config = config.deepCopy();
        environment = Map.copyOf(environment);
    }

    /** Returns a copy of the configuration. */
    @Override
    @API(status = Status.INTERNAL)
    public JsonObject config() {
        return config.deepCopy();
    }

    /**
     * Returns the options of a server with a free port and JetStream in a temporary store. The start may take 10
     * seconds.
     */
    public static ServerOptions ephemeral() {
        return new ServerOptions(
                "n1",
                -1,
                Optional.empty(),
                OptionalInt.empty(),
                new JsonObject(),
                Optional.empty(),
                System.getenv(),
                line -> {},
                Duration.ofSeconds(10),
                Optional.empty(),
                false);
    }

    /** Returns these options with another name. */
    public ServerOptions withName(String value) {
        return new ServerOptions(
                value,
                port,
                storeDir,
                monitorPort,
                config,
                binary,
                environment,
                logLine,
                startTimeout,
                startProgress,
                keepable);
    }

    /** Returns these options with another client port. */
    public ServerOptions withPort(int value) {
        return new ServerOptions(
                name,
                value,
                storeDir,
                monitorPort,
                config,
                binary,
                environment,
                logLine,
                startTimeout,
                startProgress,
                keepable);
    }

    /** Returns these options with a folder for JetStream that stays after the server has ended. */
    public ServerOptions withStoreDir(Path value) {
        return new ServerOptions(
                name,
                port,
                Optional.of(value),
                monitorPort,
                config,
                binary,
                environment,
                logLine,
                startTimeout,
                startProgress,
                keepable);
    }

    /** Returns these options with HTTP monitoring on a port; -1 lets the server choose. */
    public ServerOptions withMonitorPort(int value) {
        return new ServerOptions(
                name,
                port,
                storeDir,
                OptionalInt.of(value),
                config,
                binary,
                environment,
                logLine,
                startTimeout,
                startProgress,
                keepable);
    }

    /**
     * Returns these options with another configuration, to be merged over binrun's.
     *
     * @param value the configuration with the server's own keys, such as {@code Map.of("max_payload", 65_536)}; values
     *     are maps, lists, texts, numbers, booleans or null
     * @throws IllegalArgumentException if a value has another type
     */
    public ServerOptions withConfig(Map<String, ?> value) {
        try {
            return withConfig(PlainTree.json(value).getAsJsonObject());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the server's config is wrong: " + e.getMessage(), e);
        }
    }

    /** Returns these options with another configuration, to be merged over binrun's. */
    @API(status = Status.INTERNAL)
    public ServerOptions withConfig(JsonObject value) {
        return new ServerOptions(
                name,
                port,
                storeDir,
                monitorPort,
                value,
                binary,
                environment,
                logLine,
                startTimeout,
                startProgress,
                keepable);
    }

    /** Returns these options with an executable. */
    public ServerOptions withBinary(NatsBinary value) {
        return new ServerOptions(
                name,
                port,
                storeDir,
                monitorPort,
                config,
                Optional.of(value),
                environment,
                logLine,
                startTimeout,
                startProgress,
                keepable);
    }

    /** Returns these options with other variables. */
    public ServerOptions withEnvironment(Map<String, String> value) {
        return new ServerOptions(
                name,
                port,
                storeDir,
                monitorPort,
                config,
                binary,
                value,
                logLine,
                startTimeout,
                startProgress,
                keepable);
    }

    /**
     * Returns these options with a listener to the log.
     *
     * @param value receives every line, on the thread that reads the log; must not block
     */
    public ServerOptions withLogLine(Consumer<String> value) {
        return new ServerOptions(
                name,
                port,
                storeDir,
                monitorPort,
                config,
                binary,
                environment,
                value,
                startTimeout,
                startProgress,
                keepable);
    }

    /** Returns these options with another maximum time for the start. */
    public ServerOptions withStartTimeout(Duration value) {
        return new ServerOptions(
                name,
                port,
                storeDir,
                monitorPort,
                config,
                binary,
                environment,
                logLine,
                value,
                startProgress,
                keepable);
    }

    /** Returns these options with a listener to the recovery of a large store. */
    public ServerOptions withStartProgress(Consumer<String> value) {
        return new ServerOptions(
                name,
                port,
                storeDir,
                monitorPort,
                config,
                binary,
                environment,
                logLine,
                startTimeout,
                Optional.of(value),
                keepable);
    }

    /** Returns these options for a server that may outlive this JVM. */
    @API(status = Status.INTERNAL)
    public ServerOptions withKeepable(boolean value) {
        return new ServerOptions(
                name,
                port,
                storeDir,
                monitorPort,
                config,
                binary,
                environment,
                logLine,
                startTimeout,
                startProgress,
                value);
    }

    private static boolean validPort(int port) {
        return port == -1 || port >= 1 && port <= 65_535;
    }

    private static void require(boolean holds, String subject, String rule, Object actual) {
        if (!holds) {
            throw new IllegalArgumentException("the server's " + subject + " must " + rule + ", was " + actual);
        }
    }
}
