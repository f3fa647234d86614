package dev.binrun.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import dev.binrun.docs.ReferencePage.Row;
import dev.binrun.engine.Engine;
import dev.binrun.engine.Outcome;
import dev.binrun.engine.Verdict;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ScenarioReader;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of all rows, as one scenario. Before each row, and after the last, it asks us for its turn, through its own server. */
final class StepColumn implements Column {
    private static final String TURN = "reference.turn";

    private final Turns turns = new Turns();
    private final Connection connection;

    /** @param folder where the server writes its port */
    StepColumn(List<Row> rows, Path folder) throws Exception {
        Scenario scenario = ScenarioReader.readText(Path.of("reference.yaml"), yaml(rows, folder))
                .scenarios()
                .get(0);
        turns.start("steps", () -> run(scenario));
        await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> url(folder).isPresent() || turns.isOver());
        connection = url(folder).isPresent() ? Nats.connect(url(folder).get()) : null;
        if (connection != null) {
            connection.createDispatcher(this::turn).subscribe(TURN);
        }
        turns.begun();
    }

    @Override
    public void next(Row row) throws Exception {
        turns.next();
    }

    @Override
    public void end() throws Exception {
        turns.end();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        turns.close();
        Column.close(connection);
    }

    @Override
    public String toString() {
        return "step";
    }

    private void turn(Message request) {
        turns.before();
        connection.publish(request.getReplyTo(), request.getData());
    }

    private static void run(Scenario scenario) {
        Verdict verdict = new Engine(System.getenv()).run(scenario, line -> {});
        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    private static String yaml(List<Row> rows, Path folder) {
        StringBuilder yaml =
                new StringBuilder("timeout: 60s\nserver: { config: { ports_file_dir: '" + folder + "' } }\nsteps:\n");
        for (Row row : rows) {
            yaml.append(ask());
            row.steps()
                    .forEach(step -> yaml.append("  - ")
                            .append(step)
                            .append(" # ")
                            .append(row)
                            .append('\n'));
        }
        return yaml.append(ask()).toString();
    }

    private static String ask() {
        return "  - request: { subject: " + TURN
                + ", data: go, timeout: 30s }\n    within: 30s\n    expect: { message: { data: go } }\n";
    }

    /** What the server says in its file, which it does not write at one go. */
    private static Optional<String> url(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> ports =
                    files.filter(file -> file.toString().endsWith(".ports")).findFirst();
            if (ports.isEmpty()) {
                return Optional.empty();
            }
            return JsonParser.parseString(Files.readString(ports.get())) instanceof JsonObject tree
                    ? Optional.of(tree.getAsJsonArray("nats").get(0).getAsString())
                    : Optional.empty();
        } catch (JsonSyntaxException half) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
