package dev.binrun.engine.simulation;

import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.ServerConfig;
import dev.binrun.scenario.SessionNumbers;
import dev.binrun.scenario.SimConfig;
import dev.binrun.sessions.BusinessLogic;
import dev.binrun.sessions.BusinessLogicOptions;
import dev.binrun.sessions.MirrorAcks;
import dev.binrun.sessions.Topology;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.Listener;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The session simulation. While the business logic runs, it creates sessions in their bucket, publishes events and
 * commands, and deletes some sessions. Then it inspects the result.
 */
public final class Simulation {
    private static final int IN_FLIGHT = 1_000;
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration NO_REDELIVERY = Duration.ofMinutes(10);

    /**
     * The run that a simulation is part of.
     *
     * @param connection the connection of the simulation and of the business logic
     * @param timeLeft returns the time that is left to the scenario
     * @param stopped returns whether the scenario was ended before its time was up
     * @param listener receives each line that the simulation prints
     * @param failures receives each failure on a thread of the business logic
     */
    public record Environment(
            Connection connection,
            Supplier<Duration> timeLeft,
            BooleanSupplier stopped,
            Listener listener,
            Consumer<Throwable> failures) {}

    private final SessionNumbers numbers;
    private final SimConfig config;
    private final Connection connection;
    private final Supplier<Duration> timeLeft;
    private final BooleanSupplier stopped;
    private final Listener listener;
    private final SimulationHooks hooks;
    private final SimulationDeliveries deliveries;
    private final SimulationProgress progress;

    /**
     * Creates a simulation that has not started.
     *
     * @param config a configuration with sessions
     * @param hooks lets a test interfere with the simulation
     */
    public Simulation(SimConfig config, Environment environment, SimulationHooks hooks) {
        this.config = config;
        this.numbers = config.sessions().orElseThrow();
        this.connection = environment.connection();
        this.timeLeft = environment.timeLeft();
        this.stopped = environment.stopped();
        this.listener = environment.listener();
        this.hooks = hooks;
        this.deliveries = new SimulationDeliveries(numbers, environment.failures());
        this.progress = new SimulationProgress(timeLeft, deliveries, listener);
    }

    /**
     * Runs the simulation.
     *
     * @throws FailedException if the inspection finds a difference, or there is no more progress
     */
    public void run() throws InterruptedException {
        listener.line("Sim: starting scenario with " + shown());
        try {
            simulate();
            listener.line("Sim: scenario PASSED");
        } catch (FailedException | VerbFailedException e) {
            listener.line("Sim: scenario FAILED: " + e.getMessage());
            throw e;
        } catch (InterruptedException e) {
            String last = e.getMessage() == null ? "" : "; last: " + e.getMessage();
            String reason = stopped.getAsBoolean() ? "BROKEN: ended early" : "FAILED: the time is up";
            listener.line("Sim: scenario " + reason + last);
            throw e;
        } catch (IOException | JetStreamApiException e) {
            listener.line("Sim: scenario FAILED: " + e.getMessage());
            throw new FailedException("the simulation cannot continue: " + e.getMessage(), "");
        }
    }

    private void simulate() throws IOException, JetStreamApiException, InterruptedException {
        resetEnvironment();
        BusinessLogic logic = startLogic();
        try {
            List<String> churned = simulateLoad();
            new Inspection(numbers, churned, connection, deliveries, progress, listener).inspect(this::plant);
        } finally {
            logic.close();
        }
    }

    private List<String> simulateLoad() throws IOException, JetStreamApiException, InterruptedException {
        createSessions();
        publishEvents();
        publishCommands();
        return churn();
    }

    private void resetEnvironment() throws IOException, JetStreamApiException, InterruptedException {
        StorageType storage = config.server()
                        .storage()
                        .filter(s -> s == ServerConfig.Storage.FILE)
                        .isPresent()
                ? StorageType.File
                : StorageType.Memory;
        new Topology(storage, false).make(connection);
        Topology.awaitMirror(connection, timeLeft.get());
        MirrorAcks.atOnce(connection);
        listener.line("Sim: environment reset complete");
    }

    private BusinessLogic startLogic() throws IOException, JetStreamApiException, InterruptedException {
        BusinessLogicOptions options = BusinessLogicOptions.defaults().withAckWait(NO_REDELIVERY);
        return BusinessLogic.start(connection, options, hooks.listener(deliveries));
    }

    private void createSessions() throws IOException, InterruptedException {
        String subscriptions = "{\"subscriptions\":["
                + String.join(
                        ",",
                        IntStream.range(0, numbers.numSubjectsPerSession())
                                .mapToObj(k -> "\"event.topic." + k + "\"")
                                .toList())
                + "]}";
        publish(numbers.numSessions(), i -> "$KV." + Topology.SESSIONS + ".session-" + i, i -> subscriptions);
        if (numbers.numSubjectsPerSession() > 0) {
            progress.await("sessions with a consumer", deliveries::started, numbers.numSessions());
        }
        listener.line("Sim: created " + numbers.numSessions() + " sessions");
    }

    private void publishEvents() throws IOException, InterruptedException {
        int events = numbers.numEventsPerSubject();
        for (int k = 0; k < numbers.numSubjectsPerSession(); k++) {
            String subject = "event.topic." + k;
            publish(events, i -> subject, i -> "msg-" + i);
        }
        listener.line(
                "Sim: published " + events + " events per subject to " + numbers.numSubjectsPerSession() + " subjects");
    }

    private void publishCommands() throws IOException, InterruptedException {
        publish(numbers.numCommands(), i -> "command.x", i -> "cmd-" + i);
        listener.line("Sim: published " + numbers.numCommands() + " command.x messages");
    }

    /** Deletes sessions chosen by the seed. */
    private List<String> churn() throws IOException, JetStreamApiException, InterruptedException {
        List<String> sessions = new ArrayList<>(IntStream.range(0, numbers.numSessions())
                .mapToObj(i -> "session-" + i)
                .toList());
        Collections.shuffle(sessions, new Random(config.seed()));
        List<String> churned = List.copyOf(sessions.subList(0, numbers.sessionChurn()));
        KeyValue bucket = connection.keyValue(Topology.SESSIONS);
        for (String session : churned) {
            bucket.delete(session);
        }
        if (numbers.numSubjectsPerSession() > 0) {
            progress.await("sessions that have ended", deliveries::ended, churned.size());
        }
        listener.line("Sim: churned " + churned.size() + " sessions");
        return churned;
    }

    /** Publishes in order, with many unacknowledged messages at once. */
    private void publish(int count, IntFunction<String> subject, IntFunction<String> data)
            throws IOException, InterruptedException {
        JetStream jetStream = connection.jetStream();
        ArrayDeque<CompletableFuture<PublishAck>> unacknowledged = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            if (unacknowledged.size() == IN_FLIGHT) {
                awaitAck(unacknowledged.remove());
            }
            unacknowledged.add(
                    jetStream.publishAsync(subject.apply(i), data.apply(i).getBytes(StandardCharsets.UTF_8)));
        }
        for (CompletableFuture<PublishAck> ack : unacknowledged) {
            awaitAck(ack);
        }
    }

    private static void awaitAck(CompletableFuture<PublishAck> ack) throws InterruptedException {
        try {
            ack.get(ACK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | CancellationException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new FailedException("acknowledgement of a message: expected one, was: " + reason.getMessage(), "");
        } catch (TimeoutException e) {
            throw new FailedException(
                    "acknowledgement of a message: expected one, was none within " + ACK_TIMEOUT.toSeconds() + " s",
                    "");
        }
    }

    private void plant() {
        try {
            hooks.beforeInspection(connection);
        } catch (Exception e) {
            throw new IllegalStateException("a test's hook failed", e);
        }
    }

    private String shown() {
        return "{NumSessions:%d NumSubjectsPerSession:%d NumEventsPerSubject:%d NumCommands:%d SessionChurn:%d InspectionLevel:%d Seed:%d}"
                .formatted(
                        numbers.numSessions(),
                        numbers.numSubjectsPerSession(),
                        numbers.numEventsPerSubject(),
                        numbers.numCommands(),
                        numbers.sessionChurn(),
                        numbers.inspectionLevel(),
                        config.seed());
    }
}
