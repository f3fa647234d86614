package dev.binrun.verb;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Scope;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.jetstream.Refusals;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.Step;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client with its own server, whose steps are recorded. The history is read as text, one line for each row. */
public final class Recording implements AutoCloseable {
    private static final String STATES = "  - stream info: A\n    expect: { x: 1 }\n";

    public final NatsServer server = NatsServer.start(ServerOptions.ephemeral());
    public final FakeWorld world;
    public final List<VerbFailedException> errors = new ArrayList<>();
    private final Map<String, JsonElement> kept = new HashMap<>();
    private final Connection connection;
    private final History history;
    private String written = "";
    private int done;
    private int read;

    public Recording(Path folder) throws Exception {
        history = new History(folder);
        connection = Nats.connect(new Options.Builder()
                .server(server.url())
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(20))
                .reportNoResponders()
                .errorListener(Refusals.only())
                .build());
        world = new FakeWorld(connection, history.recorder("me"));
    }

    /** Runs steps one after the other, and keeps their failures. */
    public Recording does(String steps) throws InterruptedException {
        written += steps.indent(2);
        SimConfig config = ScenarioReader.readText(Path.of("t.yaml"), "steps:\n" + written + STATES)
                .scenarios()
                .get(0)
                .config()
                .orElseThrow();
        List<Step> all = config.steps().subList(done, config.steps().size() - 1);
        done += all.size();
        for (Step step : all) {
            for (Verb verb : step.bind(new Kept())) {
                try {
                    JsonObject answer = verb.run(world);
                    step.as().ifPresent(name -> kept.put(name, answer));
                } catch (VerbFailedException e) {
                    errors.add(e);
                }
            }
        }
        return this;
    }

    /** Asserts the rows since the last assertion. */
    public Recording has(String... rows) {
        assertEquals(String.join("\n", rows), String.join("\n", since(read)));
        read = history.size();
        return this;
    }

    /** Asserts the rows since the last assertion, with placeholders for the ids of objects. */
    public Recording hasWithoutIds(String... rows) {
        List<String> all = since(read).stream()
                .map(row -> row.replaceAll("[.]C[.]\\w+", ".C.ID"))
                .toList();
        assertEquals(String.join("\n", rows), String.join("\n", all));
        read = history.size();
        return this;
    }

    /** Asserts all rows except those of the preparation, in any order. */
    public Recording hasAll(String... rows) {
        List<String> all = since(0);
        assertEquals(
                List.of(rows).stream().sorted().toList(), all.stream().sorted().toList());
        read = history.size();
        return this;
    }

    /** Waits until these rows are recorded, in any order. */
    public Recording soonHasAll(String... rows) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertEquals(
                        List.of(rows).stream().sorted().toList(),
                        since(read).stream().sorted().toList()));
        return this;
    }

    /** Asserts the settlements since the last assertion. */
    public Recording hasSettled(String... rows) {
        assertEquals(
                List.of(rows),
                since(read).stream()
                        .filter(row -> row.matches("(ack|nak|term) .*"))
                        .toList());
        return this;
    }

    /** Asserts the recorded configurations of streams: name, {@code max_msgs} and outcome. */
    public Recording hasConfigured(String... rows) {
        List<String> all = history.operations()
                .filter(operation -> operation.kind() == OperationKind.CONFIGURE)
                .map(operation -> history.names().name(operation.stream()) + " "
                        + operation.limits().maxMsgs() + ": " + operation.completion())
                .toList();
        assertEquals(List.of(rows), all);
        return this;
    }

    /** Waits until these rows are recorded. */
    public Recording soonHas(String... rows) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertEquals(String.join("\n", rows), String.join("\n", since(read))));
        read = history.size();
        return this;
    }

    /** Skips the rows that were recorded so far. */
    public Recording after(String steps) throws InterruptedException {
        does(steps);
        assertEquals(List.of(), errors);
        read = history.size();
        return this;
    }

    @Override
    public void close() {
        world.kept.forEach(Background::close);
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        history.close();
    }

    /** Returns all rows except configurations of streams, which {@link #hasConfigured} asserts. */
    private List<String> since(int first) {
        return history.operations()
                .skip(first)
                .filter(operation -> operation.kind() != OperationKind.CONFIGURE)
                .map(this::text)
                .toList();
    }

    private String text(Operation operation) {
        OperationKind kind = operation.kind();
        StringBuilder text = new StringBuilder(operation.resetsConsumer() ? "reset" : kind.toString());
        add(text, history.names().name(operation.stream()));
        add(text, hasConsumer(kind) ? history.names().name(operation.consumer()) : "");
        add(text, operation.subjectName());
        add(text, operation.messageId() != 0 ? "with an id" : "");
        add(text, kind.stores() && operation.ttlSeconds() != 0 ? "for " + operation.ttlSeconds() + "s" : "");
        boolean isMessage = kind == OperationKind.PUBLISH || kind == OperationKind.DELIVER;
        add(text, isMessage && operation.payload() == 0 ? "of any payload" : "");
        if (kind.ofBucket()) {
            operation.expectedRevision().ifPresent(expected -> add(text, "after " + expected));
        }
        if (kind == OperationKind.DELIVER) {
            add(text, "time " + operation.deliveryCount() + " as " + operation.consumerSequence());
        }
        if (kind == OperationKind.REMOVE && operation.sequence() > 0) {
            add(text, (operation.removesOne() ? "only " : "to ") + operation.sequence());
        }
        add(text, operation.keeps() > 0 ? "but " + operation.keeps() : "");
        text.append(": ").append(operation.completion());
        return kind == OperationKind.REMOVE || operation.sequence() == 0
                ? text.toString()
                : text.append(' ').append(operation.sequence()).toString();
    }

    private static boolean hasConsumer(OperationKind kind) {
        return switch (kind) {
            case DELIVER, ACK, NAK, TERM, REMOVE -> true;
            default -> false;
        };
    }

    private static void add(StringBuilder text, String word) {
        if (!word.isEmpty()) {
            text.append(' ').append(word);
        }
    }

    private final class Kept implements Scope {
        @Override
        public Optional<JsonElement> lookup(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public Set<String> names() {
            return kept.keySet();
        }
    }
}
