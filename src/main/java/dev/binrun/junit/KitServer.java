package dev.binrun.junit;

import com.google.gson.JsonObject;
import dev.binrun.form.VisibleText;
import dev.binrun.jetstream.Refusals;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.cluster.KeptServers;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.host.KeepRule;
import dev.binrun.server.host.Secrets;
import io.nats.client.Connection;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An embedded server that runs, with the system properties that name it. */
final class KitServer implements AutoCloseable {
    /** The name by which a fault can cut off the injected connections. */
    static final String TEST = "test";

    /** The name by which a fault can cut off the clients that read the URL from a system property. */
    static final String APP = "app";

    private final KitDeclaration declaration;
    private final NatsCluster cluster;
    private final Secrets secrets;
    private String failed = "";
    private volatile boolean open = true;
    private final List<Runnable> atEnd = new ArrayList<>();

    private KitServer(KitDeclaration declaration, NatsCluster cluster, Secrets secrets) {
        this.declaration = declaration;
        this.cluster = cluster;
        this.secrets = secrets;
    }

    /** Sets a system property to a URL, and returns the task that undoes it. */
    interface PropertySetter {
        Runnable set(String property, String url);
    }

    /** Starts a server, creates its topology, and sets its system properties. */
    static KitServer start(KitDeclaration declaration, PropertySetter properties) {
        KitSettings settings = declaration.settings();
        KitTopology topology = KitTopology.read(declaration.testClass(), settings.topology());
        JsonObject config = KitConfig.read(declaration.testClass(), settings);
        NatsCluster cluster = KitStart.start(settings.nodes(), config);
        KitServer server = new KitServer(declaration, cluster, Secrets.in(config));
        try {
            topology.create(cluster, settings.storage());
            for (String property : settings.properties()) {
                server.atEnd.add(properties.set(property, String.join(",", cluster.urls(APP))));
            }
            return server;
        } catch (RuntimeException | Error e) {
            try (server) {
                throw e; // a failure to close is added as a suppressed exception
            }
        }
    }

    KitDeclaration declaration() {
        return declaration;
    }

    NatsCluster cluster() {
        return cluster;
    }

    /** Returns a mask for the secrets of the server's configuration. */
    Secrets secrets() {
        return secrets;
    }

    /** Opens a connection that reconnects for ever and quickly, because tests kill servers. */
    Connection connect() throws IOException, InterruptedException {
        return io.nats.client.Nats.connect(options(TEST)
                .errorListener(Refusals.only()) // jnats' own prints an error for each server that ends
                .build());
    }

    /** Opens such a connection whose operations are recorded. */
    Connection connect(String name, RecordedClient recorder) throws IOException, InterruptedException {
        return io.nats.client.Nats.connect(options(name)
                .errorListener(recorder)
                .dataPortType(RecordingDataPort.class.getName())
                .build());
    }

    private Options.Builder options(String name) {
        return new Options.Builder()
                .servers(cluster.urls(name).toArray(String[]::new))
                .connectionName(name)
                .connectionTimeout(Duration.ofSeconds(5))
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(100));
    }

    /** Kills the paused nodes, because a client with unsent data needs seconds to close its connection to one. */
    void killPaused() {
        if (!failed.isEmpty()) {
            return;
        }
        cluster.nodes().stream()
                .filter(node -> node.state() == ServerState.PAUSED)
                .forEach(NatsServer::kill);
    }

    /** Lets the server outlive this JVM if the rule is to keep servers of failed tests. */
    void failed(String test) {
        if (KeepRule.of(System.getProperties()) == KeepRule.FAILED && failed.isEmpty()) {
            failed = test;
        }
    }

    /** Returns whether the server was not closed. */
    boolean isOpen() {
        return open;
    }

    /** Restores the system properties and ends the server, unless it is kept. */
    @Override
    public void close() {
        open = false;
        try (cluster) {
            atEnd.forEach(Runnable::run);
            atEnd.clear();
            if (!failed.isEmpty()) {
                OutputTurn.print(System.out, VisibleText.text(KeptServers.keep(cluster, failed)) + "\n");
            }
        }
    }
}
