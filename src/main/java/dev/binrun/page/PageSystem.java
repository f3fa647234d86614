package dev.binrun.page;

import io.nats.client.Connection;
import java.io.IOException;
import java.util.Optional;

/** The system that a live page shows. */
public interface PageSystem {
    /** Returns the URL of its server. If it changes, the page connects again. */
    String url();

    /** Returns a title for the server, such as the name of a scenario; may be empty. */
    default String title() {
        return "";
    }

    /** Returns the start of a command of the nats CLI for its server, such as {@code nats -s nats://127.0.0.1:4333}. */
    String cli();

    /** Opens a connection for the page, which closes it. It must report missing responders. */
    Connection connect() throws IOException, InterruptedException;

    /** Returns the state of the application on the server; empty if there is none. */
    Optional<ApplicationView> application();
}
