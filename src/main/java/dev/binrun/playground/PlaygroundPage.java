package dev.binrun.playground;

import dev.binrun.page.ApplicationView;
import dev.binrun.page.LivePage;
import dev.binrun.page.PageSettings;
import dev.binrun.page.PageSystem;
import io.nats.client.Connection;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The live page of a live system. */
final class PlaygroundPage implements PageSystem, AutoCloseable {
    private final LivePage page;
    private final Supplier<LiveServer> current;
    private final LiveView view;

    private String url = "";
    private String cli = "";

    private PlaygroundPage(LivePage page, LiveView view, Supplier<LiveServer> current) {
        this.page = page;
        this.view = view;
        this.current = current;
    }

    /**
     * Takes the port of the page, so that a taken one is known before the server starts.
     *
     * @param view the state of the business logic, which the page shows
     * @param current returns the server, which may be another one after a restart
     */
    static PlaygroundPage open(
            PlaygroundSettings settings, LiveView view, Supplier<LiveServer> current, Consumer<String> lines) {
        LivePage page = LivePage.open(new PageSettings(settings.pagePort(), settings.readOnly()));
        page.note().ifPresent(lines);
        return new PlaygroundPage(page, view, current);
    }

    /** Serves the page. The server must have been started; its address stays the same after a restart. */
    void start() {
        url = current.get().nats().url();
        cli = current.get().cli();
        page.start(this);
    }

    /** Returns the line about the page in the welcome. */
    String welcome() {
        return "Live page on " + page.url();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String cli() {
        return cli;
    }

    @Override
    public Connection connect() throws IOException, InterruptedException {
        return current.get().connectPage();
    }

    @Override
    public Optional<ApplicationView> application() {
        return Optional.of(view.state());
    }

    @Override
    public void close() {
        page.close();
    }
}
