package dev.binrun.server;

import com.google.gson.JsonObject;
import dev.binrun.server.binary.NatsBinary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How one nats-server is started.
 *
 * @param name the server's name, as in its log and in API answers
 * @param port the client port on 127.0.0.1; -1 lets the server choose a free one
 * @param storeDir where JetStream stores; if empty, a folder of the server's own that goes with it
 * @param monitorPort the port of the server's own HTTP monitoring, if any; -1 lets the server choose
 * @param config merged over the server's own configuration
 * @param binary the executable; if empty, the one that {@link NatsBinary#find(Map)} finds by the environment
 * @param environment where settings such as {@code BINRUN_NATS_SERVER} are read
 * @param logLine gets every line that the server writes, on the thread that reads them; must not block
 * @param startTimeout how long the server may take until JetStream answers
 * @param startProgress gets a line every few seconds while the server recovers its store; the start then waits beyond its timeout for
 *     as long as the server makes progress
 */
public record ServerOptions(
        String name,
        int port,
        Optional<Path> storeDir,
        OptionalInt monitorPort,
        JsonObject config,
        Optional<NatsBinary> binary,
        Map<String, String> environment,
        Consumer<String> logLine,
        Duration startTimeout,
        Optional<Consumer<String>> startProgress) {

    private static final String RULE_FOR_PORTS = "be from 1 to 65535, or -1 for any free one";

    public ServerOptions {
        require(!name.isBlank() && name.strip().equals(name) && !name.contains(" "), "name", "be a word", name);
        require(validPort(port), "port", RULE_FOR_PORTS, port);
        require(monitorPort.isEmpty() || validPort(monitorPort.getAsInt()), "monitorPort", RULE_FOR_PORTS, monitorPort);
        require(startTimeout.compareTo(Duration.ZERO) > 0, "startTimeout", "be positive", startTimeout);
        Objects.requireNonNull(logLine, "logLine");
        storeDir = storeDir.map(Path::toAbsolutePath);
        config = config.deepCopy();
        environment = Map.copyOf(environment);
    }

    /** A copy: whoever changes it changes no server. */
    @Override
    public JsonObject config() {
        return config.deepCopy();
    }

    /** A server with a port and a store of its own, JetStream on, nothing kept. */
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
                Optional.empty());
    }

    public ServerOptions withName(String value) {
        return new ServerOptions(
                value, port, storeDir, monitorPort, config, binary, environment, logLine, startTimeout, startProgress);
    }

    public ServerOptions withPort(int value) {
        return new ServerOptions(
                name, value, storeDir, monitorPort, config, binary, environment, logLine, startTimeout, startProgress);
    }

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
                startProgress);
    }

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
                startProgress);
    }

    public ServerOptions withConfig(JsonObject value) {
        return new ServerOptions(
                name, port, storeDir, monitorPort, value, binary, environment, logLine, startTimeout, startProgress);
    }

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
                startProgress);
    }

    public ServerOptions withEnvironment(Map<String, String> value) {
        return new ServerOptions(
                name, port, storeDir, monitorPort, config, binary, value, logLine, startTimeout, startProgress);
    }

    public ServerOptions withLogLine(Consumer<String> value) {
        return new ServerOptions(
                name, port, storeDir, monitorPort, config, binary, environment, value, startTimeout, startProgress);
    }

    public ServerOptions withStartTimeout(Duration value) {
        return new ServerOptions(
                name, port, storeDir, monitorPort, config, binary, environment, logLine, value, startProgress);
    }

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
                Optional.of(value));
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
