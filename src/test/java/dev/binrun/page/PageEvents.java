package dev.binrun.page;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The events that a page receives. */
public final class PageEvents implements AutoCloseable {
    private final HttpURLConnection connection;
    private final List<PageEvent> events = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    record PageEvent(String name, JsonElement data) {}

    /** Opens the events at an address. */
    public PageEvents(String url) throws IOException {
        connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        InputStream in = connection.getInputStream();
        Thread reader = new Thread(() -> read(in), "page-events");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for a snapshot. */
    public JsonObject snapshot(Predicate<JsonObject> wanted) {
        return await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> named("snapshot").stream()
                                .map(JsonElement::getAsJsonObject)
                                .filter(wanted)
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    /** Returns the messages of the tail so far. */
    List<JsonObject> messages() {
        List<JsonObject> messages = new ArrayList<>();
        for (JsonElement sample : named("tail")) {
            sample.getAsJsonObject()
                    .getAsJsonArray("messages")
                    .forEach(message -> messages.add(message.getAsJsonObject()));
        }
        return messages;
    }

    /** Waits for a number of messages of the tail. */
    List<JsonObject> messages(int count) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(30))
                .until(() -> messages().size() >= count);
        return messages();
    }

    /** Returns the subjects of the messages of the tail. */
    List<String> subjects() {
        return messages().stream()
                .map(message -> message.get("subject").getAsString())
                .toList();
    }

    /** Returns the number of messages that the tail left out. */
    long leftOut() {
        return named("tail").stream()
                .mapToLong(sample -> sample.getAsJsonObject().get("left_out").getAsLong())
                .sum();
    }

    /** Returns the data of the events with a name. */
    public List<JsonElement> named(String name) {
        return events.stream()
                .filter(event -> event.name.equals(name))
                .map(PageEvent::data)
                .toList();
    }

    /** Returns whether the page has ended the events. */
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private void read(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new PageEvent(name, JsonParser.parseString(line.substring(6))));
                }
            }
        } catch (IOException closed) {
            // the test or the page has closed it
        } finally {
            ended = true;
        }
    }
}
