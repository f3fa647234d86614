package dev.binrun.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.docs.ReferencePage.Area;
import dev.binrun.docs.ReferencePage.Row;
import dev.binrun.playground.NatsCli;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three columns of the JetStream reference are equivalent: after each row, their servers have the same state. */
@Tag("slow")
class JetStreamReferenceTest {
    private static final Duration SETTLING = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("areas")
    void rows_stepsAndJava_leaveTheSameState(Area area) throws Exception {
        ReferencePage page = ReferencePage.read();
        List<Row> rows = page.rows(area);
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                Column steps = new StepColumn(rows);
                Column java = new JavaColumn(page, rows, server, empty("classes"))) {
            mustLeaveTheSameState(rows, steps, java, SETTLING);
        }
    }

    @ParameterizedTest
    @MethodSource("areas")
    void rows_stepsAndNatsCli_leaveTheSameState(Area area) throws Exception {
        Optional<NatsCli> found = NatsCli.find(folder.resolve("home"));
        assumeTrue(found.isPresent(), NatsCli.ABSENT);
        List<Row> rows = ReferencePage.read().rows(area);
        try (NatsServer server = NatsServer.start(ShellColumn.server());
                Column steps = new StepColumn(rows);
                Column shell = new ShellColumn(found.get(), server, empty("shell"))) {
            mustLeaveTheSameState(rows, steps, shell, SETTLING);
        }
    }

    @Test
    void page_read_hasEveryAreaAndNoEmptyRow() throws IOException {
        ReferencePage page = ReferencePage.read();
        List<Row> rows =
                page.areas().stream().flatMap(area -> area.rows().stream()).toList();

        assertEquals(
                List.of("Streams", "Consumers", "Key-value", "Object store", "Observability", "Publish and subscribe"),
                page.areas().stream().map(Area::name).toList());
        assertTrue(rows.size() > 60);
        for (Row row : rows) {
            assertFalse(
                    row.cli().isEmpty() && row.steps().isEmpty() && row.java().isEmpty(), row.toString());
        }
    }

    @Test
    void rows_columnsDiffer_failureShowsTheDifference() throws Exception {
        ReferencePage page = ReferencePage.read();
        List<Row> rows = new ArrayList<>(page.setup());
        rows.add(new Row(
                7,
                "add",
                List.of(),
                List.of("stream add: { name: A, max_msgs: 5 }"),
                List.of("jsm.addStream(StreamConfiguration.builder().name(\"A\").subjects(\"A\").build())")));

        String message = failure(page, rows);

        assertTrue(message.contains(":7: add"), message);
        assertTrue(
                message.contains("step only:\nA.config.max_msgs = 5\nJava only:\nA.config.max_msgs = -1\n"), message);
    }

    @Test
    void rows_columnFindsNothing_failureNamesTheRow() throws Exception {
        ReferencePage page = ReferencePage.read();
        List<Row> rows = new ArrayList<>(page.setup());
        rows.add(new Row(
                8, "list", List.of(), List.of("stream ls"), List.of("List<StreamInfo> streams = jsm.getStreams()")));

        String message = failure(page, rows);

        assertTrue(message.startsWith("docs/jetstream-reference.md:8: list: Java: "), message);
        assertTrue(message.contains("this found nothing: []"), message);
    }

    static List<Area> areas() throws IOException {
        return ReferencePage.read().areas();
    }

    private String failure(ReferencePage page, List<Row> rows) throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                Column steps = new StepColumn(rows);
                Column java = new JavaColumn(page, rows, server, empty("classes"))) {
            return assertThrows(Throwable.class, () -> mustLeaveTheSameState(rows, steps, java, Duration.ofMillis(200)))
                    .getMessage();
        }
    }

    /**
     * Does each row on both servers and compares their states.
     *
     * @param settling how long the states may differ after a row, because acknowledgements are slower
     */
    private static void mustLeaveTheSameState(List<Row> rows, Column one, Column other, Duration settling)
            throws Exception {
        for (Row row : rows) {
            attempt(row, one);
            attempt(row, other);
            await(row.toString())
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(settling)
                    .untilAsserted(() -> assertEquals("", only(one, other) + only(other, one)));
        }
        one.end();
        other.end();
    }

    /** Returns the lines of one server's state that the other does not have. */
    private static String only(Column one, Column other) throws InterruptedException {
        SortedSet<String> lines = ServerState.of(one.connection());
        lines.removeAll(ServerState.of(other.connection()));
        return lines.isEmpty() ? "" : one + " only:\n" + String.join("\n", lines) + "\n";
    }

    private static void attempt(Row row, Column column) throws Exception {
        try {
            column.next(row);
        } catch (AssertionError e) {
            throw new AssertionError(row + ": " + column + ": " + e.getMessage(), e);
        }
    }

    private Path empty(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }
}
