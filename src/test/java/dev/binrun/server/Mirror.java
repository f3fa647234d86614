package dev.binrun.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server for tests that records its requests. */
public record Mirror(HttpServer server, ExecutorService threads, List<URI> requests) implements AutoCloseable {

    /** Starts a server whose requests go to a handler. */
    public static Mirror withHandler(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        List<URI> requests = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI());
            handler.handle(exchange);
        });
        server.start();
        return new Mirror(server, threads, requests);
    }

    /** Starts a server that responds with status 200 and this body to all requests. */
    public static Mirror serving(byte[] body) throws IOException {
        return withHandler(exchange -> send(exchange, 200, body));
    }

    public static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
