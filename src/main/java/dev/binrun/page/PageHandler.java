package dev.binrun.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.binrun.form.ShellWord;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.page.PageConnection.Use;
import dev.binrun.page.PageFiles.PageFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Answers the requests of the page. */
final class PageHandler implements HttpHandler {
    private static final int MOST_PAGES = 32;
    private static final int LARGEST_BODY = 2 * 1024 * 1024;
    private static final String ACTIONS = "/api/actions/";

    private static final String CONTENT_SECURITY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Gate gate;
    private final PageFiles files;
    private final PageSystem system;
    private final PageConnection connection;
    private final CountDownLatch closing;
    private final Semaphore pages = new Semaphore(MOST_PAGES);

    PageHandler(Gate gate, PageFiles files, PageSystem system, PageConnection connection, CountDownLatch closing) {
        this.gate = gate;
        this.files = files;
        this.system = system;
        this.connection = connection;
        this.closing = closing;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Security-Policy", CONTENT_SECURITY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            try {
                gate.admit(exchange.getRequestHeaders());
                answer(exchange);
            } catch (PageRefusalException e) {
                refuse(exchange, e.status(), e.getMessage());
            } catch (VerbFailedException e) {
                refuse(exchange, 422, e.getMessage());
            } catch (IllegalArgumentException | IllegalStateException e) { // jnats rejects a value, or is closed
                refuse(exchange, 422, String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                refuse(exchange, 500, bug(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the sentence about an error that no request should cause. */
    static String bug(RuntimeException error) {
        return "the page itself failed; please report this: " + error;
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                switch (path) {
                    case "/events" -> events(exchange);
                    case "/api/messages" -> messages(exchange);
                    default -> file(exchange, path);
                }
            }
            case "POST" -> {
                gate.admitChange(exchange.getRequestHeaders());
                if (!path.startsWith(ACTIONS)) {
                    throw new PageRefusalException(404, "there is nothing at " + path);
                }
                act(exchange, path.substring(ACTIONS.length()));
            }
            default -> throw new PageRefusalException(405, "the page answers GET and POST only");
        }
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        Optional<PageFile> file = files.at(path);
        if (file.isEmpty()) {
            throw new PageRefusalException(404, "there is nothing at " + path);
        }
        send(exchange, 200, file.get().type(), file.get().content());
    }

    private void events(HttpExchange exchange) throws IOException, InterruptedException {
        Map<String, String> query = query(exchange);
        String subject = query.getOrDefault("filter", "");
        if (!subject.isEmpty()) {
            SubjectRule.problem(subject, true).ifPresent(problem -> {
                throw new PageRefusalException(400, "the filter " + problem);
            });
        }
        if (!pages.tryAcquire()) {
            throw new PageRefusalException(503, "more than " + MOST_PAGES + " pages are open; close some");
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            TailFilter filter = new TailFilter(subject, query.containsKey("system"));
            new EventStream(connection, filter, closing).write(exchange.getResponseBody());
        } finally {
            pages.release();
        }
    }

    private void messages(HttpExchange exchange) throws IOException, InterruptedException {
        Map<String, String> query = query(exchange);
        String stream = query.getOrDefault("stream", "");
        String to = query.getOrDefault("to", "0");
        if (!SubjectRule.isName(stream)) {
            throw new PageRefusalException(400, "'" + stream + "' cannot be the name of a stream");
        }
        if (!to.matches("\\d{1,18}")) {
            throw new PageRefusalException(400, "to must be a sequence, was '" + to + "'");
        }
        try (Use use = connect()) {
            sendJson(exchange, 200, new StoredMessages(use.nc(), stream).upTo(Long.parseLong(to)));
        }
    }

    private void act(HttpExchange exchange, String name) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new PageRefusalException(413, "the body of a request has at most " + LARGEST_BODY + " bytes");
        }
        ActionFields fields = ActionFields.parse(new String(body, StandardCharsets.UTF_8));
        sendJson(exchange, 200, query(exchange).containsKey("preview") ? preview(name, fields) : perform(name, fields));
    }

    /** Returns the command of an action that is not performed; a form that is not filled in has a hint in its place. */
    private Map<String, String> preview(String name, ActionFields fields) {
        try {
            return Map.of("command", command(PageActions.read(name, fields)));
        } catch (PageRefusalException e) {
            return Map.of("hint", e.getMessage());
        }
    }

    private Map<String, String> perform(String name, ActionFields fields) throws InterruptedException {
        PageAction action = PageActions.read(name, fields);
        try (Use use = connect()) {
            return Map.of("command", command(action), "done", action.perform(use.nc()));
        }
    }

    private String command(PageAction action) {
        return system.cli() + " " + ShellWord.command(action.command());
    }

    private Use connect() throws InterruptedException {
        try {
            return connection.use();
        } catch (IOException e) {
            throw new PageRefusalException(503, e.getMessage());
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(decoded(pair[0]), pair.length < 2 ? "" : decoded(pair[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        sendJson(exchange, status, Map.of("error", message));
    }

    private static void sendJson(HttpExchange exchange, int status, Object content) throws IOException {
        byte[] json = PageJson.write(content).getBytes(StandardCharsets.UTF_8);
        send(exchange, status, "application/json; charset=utf-8", json);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : content.length);
        if (head) {
            return;
        }
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }
}
