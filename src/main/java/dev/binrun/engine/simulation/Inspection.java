package dev.binrun.engine.simulation;

import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.StreamContent;
import dev.binrun.scenario.SessionNumbers;
import dev.binrun.sessions.Topology;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.Listener;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares the result of a simulation with its numbers, up to its inspection level. */
final class Inspection {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SessionNumbers numbers;
    private final Set<String> churned;
    private final Set<String> surviving;
    private final Connection connection;
    private final SimulationDeliveries deliveries;
    private final SimulationProgress progress;
    private final Listener listener;

    /**
     * Creates an inspection of a simulation that has done all its work.
     *
     * @param churned the sessions that were deleted
     */
    Inspection(
            SessionNumbers numbers,
            List<String> churned,
            Connection connection,
            SimulationDeliveries deliveries,
            SimulationProgress progress,
            Listener listener) {
        this.numbers = numbers;
        this.churned = Set.copyOf(churned);
        this.surviving = IntStream.range(0, numbers.numSessions())
                .mapToObj(i -> "session-" + i)
                .filter(session -> !this.churned.contains(session))
                .collect(Collectors.toCollection(TreeSet::new));
        this.connection = connection;
        this.deliveries = deliveries;
        this.progress = progress;
        this.listener = listener;
    }

    /**
     * Inspects the simulation; each level includes the lower ones.
     *
     * @param plant called after the last delivery and before the inspection
     * @throws FailedException with the first difference
     */
    void inspect(Runnable plant) throws IOException, JetStreamApiException, InterruptedException {
        boolean handled = awaitCommands();
        if (numbers.inspectionLevel() >= 2) {
            awaitEvents();
        }
        plant.run();
        deliveries.firstWarning().ifPresent(warning -> {
            throw new FailedException("warnings of the business logic: expected none, was '" + warning + "'", "");
        });
        mirror();
        if (numbers.inspectionLevel() >= 1) {
            sessions();
        }
        if (numbers.inspectionLevel() >= 2) {
            deliveries(handled);
        }
    }

    /** Waits at each level, because the content of COMMAND is part of the digest. */
    private boolean awaitCommands() throws InterruptedException {
        return progress.reached(
                () -> deliveries.handled() >= numbers.numCommands() && messages(Topology.COMMAND) == 0,
                "handled commands",
                deliveries::handled,
                numbers.numCommands());
    }

    private void awaitEvents() throws InterruptedException {
        progress.reached(
                () -> deliveries.events() >= survivorsEvents() && missing().isEmpty(),
                "events delivered",
                deliveries::events,
                survivorsEvents());
    }

    private long survivorsEvents() {
        return (long) surviving.size() * numbers.numSubjectsPerSession() * numbers.numEventsPerSubject();
    }

    /** Returns the first session without all its events, and their number. */
    private Optional<String> missing() {
        for (String session : surviving) {
            for (int subject = 0; subject < numbers.numSubjectsPerSession(); subject++) {
                int received = deliveries.received(session, subject);
                if (received != numbers.numEventsPerSubject()) {
                    return Optional.of("events of event.topic." + subject + " that session '" + session
                            + "' received: expected " + numbers.numEventsPerSubject() + ", was " + received);
                }
            }
        }
        return Optional.empty();
    }

    /** Level 0: the mirror contains exactly the commands, in order. */
    private void mirror() throws InterruptedException {
        progress.reached(
                () -> messages(Topology.MIRROR) >= numbers.numCommands(),
                "messages in the mirror",
                deliveries::handled,
                numbers.numCommands());
        List<StoredMessage> mirrored = new StreamContent(connection, Topology.MIRROR, Optional.empty(), PATIENCE).all();
        expect("message count of " + Topology.MIRROR, numbers.numCommands(), mirrored.size());
        for (int i = 0; i < mirrored.size(); i++) {
            String data = new String(mirrored.get(i).data(), StandardCharsets.UTF_8);
            expect(
                    "message " + i + " of " + Topology.MIRROR,
                    "command.x cmd-" + i,
                    mirrored.get(i).subject() + " " + data);
        }
        listener.line("Sim: mirror stream has correct message count: " + mirrored.size());
    }

    /** Level 1: the bucket and the consumers are those of the sessions that were not deleted. */
    private void sessions() throws IOException, JetStreamApiException, InterruptedException {
        Set<String> keys = new TreeSet<>(connection.keyValue(Topology.SESSIONS).keys());
        same("in the bucket '" + Topology.SESSIONS + "'", surviving, keys);
        boolean subscribed = numbers.numSubjectsPerSession() > 0;
        Set<String> consumers = new TreeSet<>(connection.jetStreamManagement().getConsumerNames(Topology.EVENT));
        same("with a consumer on " + Topology.EVENT, subscribed ? surviving : Set.of(), consumers);
        listener.line("Sim: session existence checks complete");
    }

    /** Level 2: each session received its events exactly once and in order; each command was handled exactly once. */
    private void deliveries(boolean handled) throws InterruptedException {
        deliveries.firstFault().or(this::missing).ifPresent(fault -> {
            throw new FailedException(fault, "");
        });
        expect("handled commands", numbers.numCommands(), deliveries.handled());
        if (!handled) {
            expect("message count of " + Topology.COMMAND, 0, messages(Topology.COMMAND));
        }
        listener.line("Sim: message delivery checks complete");
    }

    private long messages(String stream) throws InterruptedException {
        return Api.ask(connection, "STREAM.INFO." + stream, null, PATIENCE)
                .getAsJsonObject("state")
                .get("messages")
                .getAsLong();
    }

    private static void same(String where, Set<String> expected, Set<String> actual) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(actual);
        Set<String> surplus = new TreeSet<>(actual);
        surplus.removeAll(expected);
        for (String session : missing) {
            throw new FailedException("session '" + session + "' " + where + ": expected it to exist, was missing", "");
        }
        for (String session : surplus) {
            throw new FailedException("session '" + session + "' " + where + ": expected none, was present", "");
        }
    }

    private static void expect(String what, Object expected, Object actual) {
        if (!String.valueOf(expected).equals(String.valueOf(actual))) {
            throw new FailedException(what + ": expected " + expected + ", was " + actual, "");
        }
    }
}
