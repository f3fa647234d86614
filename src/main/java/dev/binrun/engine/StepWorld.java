package dev.binrun.engine;

import dev.binrun.scenario.Step;
import dev.binrun.server.ServerLog;
import dev.binrun.verb.Background;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The world as the verb of one step sees it. */
final class StepWorld implements World {
    private final Run run;
    private final Step step;
    private boolean keptOne;

    StepWorld(Run run, Step step) {
        this.run = run;
        this.step = step;
    }

    @Override
    public Connection connection() {
        if (step.verb().flow()) {
            throw new IllegalStateException(
                    "'" + step.verb().name() + "' asks no server, and speaks through no client");
        }
        try {
            return run.clients().get(step.client());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VerbFailed.of("connection: interrupted while client '" + step.client() + "' was connecting");
        }
    }

    @Override
    public Duration timeLeft() {
        return run.deadline().left();
    }

    @Override
    public Path folder() {
        return run.config().folder();
    }

    @Override
    public Optional<String> defaultStorage() {
        return run.config().server().storage().map(Object::toString);
    }

    @Override
    public String serverVersion() {
        return run.server().version();
    }

    @Override
    public String url() {
        return run.server().url();
    }

    @Override
    public List<String> serverLog() {
        return run.server().log().lines().stream().map(ServerLog.Line::text).toList();
    }

    @Override
    public void keep(Background background) {
        if (!keptOne) {
            step.as().ifPresent(run.backgrounds()::replace);
            keptOne = true;
        }
        run.backgrounds().keep(step.as(), background);
    }

    @Override
    public List<Background> kept(String name) {
        return run.backgrounds().kept(name);
    }

    @Override
    public void atEnd(AutoCloseable resource) {
        run.backgrounds().atEnd(resource);
    }
}
