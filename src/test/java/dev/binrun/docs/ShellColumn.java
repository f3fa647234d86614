package dev.binrun.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.docs.ReferencePage.Row;
import dev.binrun.playground.NatsCli;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The column of the nats CLI, in one shell. A line with {@code &} must have printed something at the end. */
final class ShellColumn implements Column {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DONE = "### done, exit status ";

    /** A configuration with a system user, as the page states it. */
    private static final JsonObject CONFIG = JsonParser.parseString(
                    "{accounts: {$SYS: {users: [{user: admin, password: secret}]}}}")
            .getAsJsonObject();

    private final Path folder;
    private final NatsServer server;
    private final Connection connection;
    private final Process shell;
    private final BufferedReader output;
    private final CompletableFuture<Void> limit;
    private final List<Path> running = new ArrayList<>();

    /** Returns the options of the server that this column needs. */
    static ServerOptions server() {
        return ServerOptions.ephemeral().withMonitorPort(-1).withConfig(CONFIG);
    }

    /**
     * Starts the shell.
     *
     * @param folder the working directory of the shell
     */
    ShellColumn(NatsCli cli, NatsServer server, Path folder) throws Exception {
        this.folder = folder;
        this.server = server;
        connection = Nats.connect(server.url());
        Files.copy(Path.of("README.md"), folder.resolve("README.md"));
        shell = cli.shell("sh").directory(folder.toFile()).start();
        output = shell.inputReader(StandardCharsets.UTF_8);
        limit = CompletableFuture.runAsync(
                this::kill, CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    @Override
    public void next(Row row) throws Exception {
        for (String line : row.cli()) {
            if (line.endsWith(" &")) {
                leave(line.substring(0, line.length() - 2));
            } else {
                type(line);
            }
        }
    }

    @Override
    public void end() throws Exception {
        for (Path log : running) {
            await(log.toString())
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertFalse(Files.readString(log).isBlank()));
        }
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        limit.cancel(false);
        kill();
        Column.close(connection);
    }

    @Override
    public String toString() {
        return "nats CLI";
    }

    /** Ends the shell and its processes, so its output ends as well. */
    private void kill() {
        shell.descendants().forEach(ProcessHandle::destroy);
        shell.destroy();
    }

    /** Runs a line in the background and returns when its client has a subscription. */
    private void leave(String line) throws Exception {
        Path log = folder.resolve("job-" + (running.size() + 1) + ".log");
        long last = clients()
                .mapToLong(client -> client.get("cid").getAsLong())
                .max()
                .orElse(0);
        type(line + " > " + log + " 2>&1 &");
        running.add(log);
        await(line)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5))
                .until(() -> clients()
                        .anyMatch(client -> client.get("cid").getAsLong() > last
                                && client.get("subscriptions").getAsLong() > 0));
    }

    private Stream<JsonObject> clients() throws IOException {
        URL page = new URL("http://127.0.0.1:" + server.monitorPort().getAsInt() + "/connz");
        try (InputStream in = page.openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("connections").asList().stream()
                    .map(JsonElement::getAsJsonObject);
        }
    }

    /** Returns a command that runs a line on a terminal of util-linux, or does nothing without util-linux. */
    private static String onATerminal(String line) {
        return "if script --version 2> /dev/null | grep -q util-linux; then script -qec '" + line + "' /dev/null; fi";
    }

    private void type(String line) throws IOException {
        String typed = line.replace(ReferencePage.URL, server.url());
        String command = typed.startsWith("nats stream view") ? onATerminal(typed) : typed;
        shell.getOutputStream()
                .write(("{ " + command + "\n} < /dev/null 2>&1\nprintf '\\n" + DONE + "%s\\n' $?\n")
                        .getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().flush();
        StringBuilder said = new StringBuilder();
        for (String read = output.readLine(); ; read = output.readLine()) {
            if (read == null) {
                throw new AssertionError("the shell ended, or took longer than " + LIMIT.toSeconds() + " s in all, at "
                        + typed + "\n" + said);
            }
            if (read.startsWith(DONE)) {
                assertEquals("0", read.substring(DONE.length()), typed + "\n" + said);
                return;
            }
            said.append(read).append('\n');
        }
    }
}
