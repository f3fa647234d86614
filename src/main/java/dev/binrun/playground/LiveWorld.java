package dev.binrun.playground;

import com.google.gson.JsonElement;
import dev.binrun.form.Scope;
import dev.binrun.jetstream.Api;
import dev.binrun.server.cluster.Target;
import dev.binrun.verb.Background;
import dev.binrun.verb.NestedSteps;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The world of verbs that create streams, consumers and buckets on the live system. It has no scenario and no
 * background work.
 */
record LiveWorld(Connection connection, Path folder) implements VerbWorld {
    /** A scope without variables, because there is no scenario. */
    static final Scope NO_NAMES = new Scope() {
        @Override
        public Optional<JsonElement> lookup(String name) {
            return Optional.empty();
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    };

    @Override
    public Dispatcher dispatcher() {
        throw new UnsupportedOperationException("nothing goes on here");
    }

    @Override
    public Duration timeLeft() {
        return Api.TIMEOUT;
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
        throw new UnsupportedOperationException("the live system is not the target of a scenario");
    }

    @Override
    public void keep(Background background) {
        throw new UnsupportedOperationException("nothing goes on here");
    }

    @Override
    public List<Background> kept(String name) {
        return List.of();
    }

    @Override
    public void run(NestedSteps steps, long turn, Optional<Long> turns) {
        throw new UnsupportedOperationException("there are no steps within");
    }

    @Override
    public void runBeside(List<NestedSteps> branches) {
        throw new UnsupportedOperationException("there are no steps within");
    }

    @Override
    public void atEnd(AutoCloseable resource) {
        throw new UnsupportedOperationException("nothing ends here");
    }
}
