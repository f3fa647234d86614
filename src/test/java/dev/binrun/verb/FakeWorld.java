package dev.binrun.verb;

import dev.binrun.history.Recorder;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.CreatedAssets;
import dev.binrun.server.cluster.Target;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A world with only a connection, which keeps the background activities of verbs. */
public final class FakeWorld implements VerbWorld {
    public final List<Background> kept = new ArrayList<>();
    private final Connection connection;
    private final Recorder recorder;
    private volatile Duration timeLeft = Duration.ofSeconds(30);
    private final CreatedAssets createdAssets = new CreatedAssets(() -> 0, false);
    private Dispatcher dispatcher;

    public FakeWorld(Connection connection) {
        this(connection, Recorder.NONE);
    }

    /** Creates a world with a recorder. */
    public FakeWorld(Connection connection, Recorder recorder) {
        this.connection = connection;
        this.recorder = recorder;
    }

    public void timeLeft(Duration left) {
        timeLeft = left;
    }

    @Override
    public CreatedAssets createdAssets() {
        return createdAssets;
    }

    @Override
    public Recorder recorder() {
        return recorder;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Dispatcher dispatcher() {
        dispatcher = dispatcher == null ? Connections.dispatcher(connection) : dispatcher;
        return dispatcher;
    }

    @Override
    public Duration timeLeft() {
        return timeLeft;
    }

    @Override
    public Path folder() {
        return Path.of(".");
    }

    @Override
    public Optional<String> defaultStorage() {
        return Optional.empty();
    }

    @Override
    public String serverVersion() {
        return connection.getServerInfo().getVersion();
    }

    @Override
    public String url() {
        return connection.getConnectedUrl();
    }

    @Override
    public Target target() {
        throw new UnsupportedOperationException("this world has no servers");
    }

    @Override
    public void keep(Background background) {
        kept.add(background);
    }

    @Override
    public List<Background> kept(String name) {
        return kept;
    }

    @Override
    public void run(NestedSteps steps, long turn, Optional<Long> turns) {
        throw new UnsupportedOperationException("this world has no inner steps");
    }

    @Override
    public void runBeside(List<NestedSteps> branches) {
        throw new UnsupportedOperationException("this world has no inner steps");
    }

    @Override
    public void atEnd(AutoCloseable resource) {
        // this world does not end
    }
}
