package dev.binrun.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A live page on a new server, and the means of a client to read and change both. */
final class OpenPage implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" content=\"(.*?)\"");

    final NatsServer server;
    final LivePage page;
    final Connection nc;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ApplicationView application;

    private OpenPage(NatsServer server, boolean readOnly) throws Exception {
        this.server = server;
        nc = connect(server);
        page = LivePage.open(new PageSettings(OptionalInt.of(-1), readOnly));
        page.start(new Shown(), Duration.ofMillis(20));
    }

    static OpenPage start() throws Exception {
        return start(NatsServer.start(ServerOptions.ephemeral()), false);
    }

    static OpenPage readOnly() throws Exception {
        return start(NatsServer.start(ServerOptions.ephemeral()), true);
    }

    /** Opens a page on a server, which it closes. */
    static OpenPage start(NatsServer server, boolean readOnly) throws Exception {
        return new OpenPage(server, readOnly);
    }

    void application(ApplicationView view) {
        application = view;
    }

    int port() {
        return URI.create(page.url()).getPort();
    }

    void stream(String name, String subject) throws Exception {
        nc.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(subject)
                        .build());
    }

    String token() throws Exception {
        Matcher token = TOKEN.matcher(get("/").body());
        assertEquals(true, token.find());
        return token.group(1);
    }

    HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonObject json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), response::body);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    HttpResponse<String> post(String path, Map<String, String> headers, String body) throws Exception {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Performs an action as the page does. A body that begins with a single quote has no others. */
    HttpResponse<String> act(String action, String body) throws Exception {
        return post(
                "/api/actions/" + action,
                Map.of(Gate.TOKEN, token(), "Content-Type", "application/json"),
                body.startsWith("{'") ? body.replace('\'', '"') : body);
    }

    /** Returns the sentence about the effect of an action. */
    String done(String action, String body) throws Exception {
        return answer(act(action, body), "done", 200);
    }

    /** Returns the command that the page shows for an action. */
    String command(String action, String body) throws Exception {
        return answer(act(action + "?preview", body), "command", 200);
    }

    /** Returns the error of an action. */
    String error(int status, String action, String body) throws Exception {
        return answer(act(action, body), "error", status);
    }

    static String answer(HttpResponse<String> response, String field, int status) {
        assertEquals(status, response.statusCode(), response::body);
        return JsonParser.parseString(response.body())
                .getAsJsonObject()
                .get(field)
                .getAsString();
    }

    /** Opens the events of the page. */
    PageEvents events(String query) throws Exception {
        return new PageEvents(page.url() + "/events" + query);
    }

    /** Sends the bytes of a request as they are, and returns the response. */
    String raw(List<String> lines, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        page.close();
        try {
            nc.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(page.url() + path)).timeout(Duration.ofSeconds(30));
    }

    private static Connection connect(NatsServer server) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(server.url())
                .connectionTimeout(Duration.ofSeconds(10))
                .reportNoResponders()
                .supportUTF8Subjects()
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(50))
                .errorListener(new ErrorListener() {})
                .build());
    }

    private final class Shown implements PageSystem {
        @Override
        public String url() {
            return server.url();
        }

        @Override
        public String cli() {
            return "nats -s " + server.url();
        }

        @Override
        public Connection connect() throws IOException, InterruptedException {
            return OpenPage.connect(server);
        }

        @Override
        public Optional<ApplicationView> application() {
            return Optional.ofNullable(application);
        }
    }
}
