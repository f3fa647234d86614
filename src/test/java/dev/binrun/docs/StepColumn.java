package dev.binrun.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.docs.ReferencePage.Row;
import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The column of steps: one scenario, which asks this test for its turn before each row and after the last. */
final class StepColumn implements Column {
    private static final String TURN = "reference.turn";
    private static final Pattern LISTENING = Pattern.compile("Listening for client connections on (\\S+)");

    private final Turns turns = new Turns();
    private final Connection connection;

    private final CompletableFuture<String> url = new CompletableFuture<>();

    StepColumn(List<Row> rows) throws Exception {
        ScenarioCase scenario = ScenarioReader.readText(Path.of("reference.yaml"), yaml(rows))
                .scenarios()
                .get(0);
        turns.start("steps", () -> run(scenario));
        await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> url.isDone() || turns.isOver());
        connection = url.isDone() ? Nats.connect(url.join()) : null;
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

    private void run(ScenarioCase scenario) {
        Verdict verdict = new Engine(System.getenv()).run(scenario, new Listener() {
            @Override
            public void line(String line) {
                // the steps print nothing that the test reads
            }

            @Override
            public Consumer<String> serverLog(ScenarioCase which, int number, String node) {
                return StepColumn.this::learnUrl;
            }
        });
        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    private static String yaml(List<Row> rows) {
        StringBuilder yaml = new StringBuilder("timeout: 60s\nsteps:\n");
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

    private void learnUrl(String logged) {
        Matcher listening = LISTENING.matcher(logged);
        if (listening.find()) {
            url.complete("nats://" + listening.group(1));
        }
    }
}
