package dev.binrun.junit;

import io.nats.client.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.opentest4j.AssertionFailedError;

/**
 * The servers and connections of one JUnit context: a test, a class or the whole run. JUnit closes them with the
 * context, connections first.
 */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes only a CloseableResource
final class KitResources implements CloseableResource, AutoCloseable {
    private final Map<KitSettings, KitServer> servers = new LinkedHashMap<>();
    private final Map<KitSettings, KitServer> ofContexts = new LinkedHashMap<>();
    private final Map<KitServer, Connection> connections = new LinkedHashMap<>();
    private Optional<KitLeaks> leaks = Optional.empty();
    private final Map<KitServer, KitRecording> recordings = new LinkedHashMap<>();

    /** Returns the server of a declaration, and starts it if it is new. */
    synchronized KitServer server(KitDeclaration declaration, KitServer.PropertySetter properties) {
        return servers.computeIfAbsent(declaration.settings(), settings -> KitServer.start(declaration, properties));
    }

    /** Notes the server of an application context, which outlives this context. */
    synchronized KitServer ofContext(KitDeclaration declaration, KitServer server) {
        ofContexts.put(declaration.settings(), server);
        return server;
    }

    /** Returns the recorded operations on a server. */
    synchronized KitRecording recording(KitServer server) {
        return recordings.computeIfAbsent(server, KitRecording::new);
    }

    /** Returns the server of a declaration; empty if it was not started, or its application context was closed. */
    synchronized Optional<KitServer> started(KitDeclaration declaration) {
        return Optional.ofNullable((declaration.ofContext() ? ofContexts : servers).get(declaration.settings()))
                .filter(KitServer::isOpen);
    }

    /** Begins the search for leaks, which ends with this context. */
    synchronized void watch(Optional<KitLeaks> watched) {
        leaks = watched;
    }

    /** Ends the search for leaks, because the test has failed already. */
    synchronized void unwatch() {
        leaks.ifPresent(KitLeaks::cancel);
        leaks = Optional.empty();
    }

    /** Returns the connection to a server, and connects if it is new. */
    synchronized Connection connection(KitServer server, boolean recorded) throws IOException, InterruptedException {
        Connection known = connections.get(server);
        if (known == null) {
            known = recorded ? recording(server).connect(KitServer.TEST) : server.connect();
            connections.put(server, known);
        }
        return known;
    }

    /** Returns the servers that this context started. */
    synchronized Collection<KitServer> servers() {
        return List.copyOf(servers.values());
    }

    /** Closes the servers with other settings, and their connections. */
    synchronized void closeAllBut(List<KitSettings> kept) {
        KitResources others = new KitResources();
        servers.forEach((settings, server) -> {
            if (!kept.contains(settings)) {
                others.servers.put(settings, server);
                others.connections.put(server, connections.remove(server));
                others.recordings.put(server, recordings.remove(server));
            }
        });
        others.connections.values().removeIf(Objects::isNull);
        others.recordings.values().removeIf(Objects::isNull);
        servers.keySet().removeAll(others.servers.keySet());
        others.close();
    }

    @Override
    public synchronized void close() {
        servers.values().forEach(KitServer::killPaused);
        boolean interrupted = Thread.interrupted();
        for (Connection connection : connections.values()) {
            try {
                connection.close();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        connections.clear();
        recordings.values().forEach(KitRecording::close);
        recordings.clear();
        Optional<AssertionFailedError> leaked;
        try {
            leaked = leaks.flatMap(watch -> watch.find(servers.values()));
            leaked.ifPresent(failure ->
                    servers.values().forEach(server -> server.failed(leaks.get().label())));
        } finally {
            closeServers();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (leaked.isPresent()) {
            throw leaked.get();
        }
    }

    private void closeServers() {
        List<RuntimeException> failures = new ArrayList<>();
        for (KitServer server : servers.values()) {
            try {
                server.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        servers.clear();
        failures.stream().findFirst().ifPresent(failure -> {
            failures.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        });
    }
}
