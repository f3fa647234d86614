package dev.binrun.cli;

import dev.binrun.page.ApplicationView;
import dev.binrun.page.LivePage;
import dev.binrun.page.PageSystem;
import dev.binrun.scenario.ScenarioCase;
import io.nats.client.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The live page of a run: it shows the servers of the scenario that started last and still runs. */
final class RunPage implements PageSystem, AutoCloseable {
    private final LivePage page;
    private final List<ShownScenario> running = new ArrayList<>();

    /** @param page not started yet */
    RunPage(LivePage page) {
        this.page = page;
        page.start(this);
    }

    private record ShownScenario(ScenarioCase scenario, List<String> urls) {}

    /** Returns the address of the page. */
    String address() {
        return page.url();
    }

    /** Shows the servers of a scenario, and returns the action that runs before they end. */
    synchronized Runnable serving(ScenarioCase scenario, List<String> urls) {
        ShownScenario started = new ShownScenario(scenario, urls);
        running.add(started);
        return () -> ended(started);
    }

    private synchronized void ended(ShownScenario scenario) {
        running.removeIf(other -> other == scenario);
    }

    private synchronized Optional<ShownScenario> shown() {
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(running.size() - 1));
    }

    @Override
    public String url() {
        return shown().map(scenario -> scenario.urls().get(0)).orElse("");
    }

    @Override
    public String cli() {
        return "nats -s " + url();
    }

    @Override
    public String title() {
        return shown().map(scenario -> scenario.scenario().name()).orElse("");
    }

    @Override
    public Connection connect() throws IOException, InterruptedException {
        List<String> urls = shown().map(ShownScenario::urls)
                .orElseThrow(() -> new IOException("no scenario runs; the page shows the next one"));
        return ServerPage.connect(urls);
    }

    @Override
    public Optional<ApplicationView> application() {
        return Optional.empty();
    }

    @Override
    public void close() {
        page.close();
    }
}
