package dev.binrun.page;

import com.sun.net.httpserver.HttpServer;
import dev.binrun.server.host.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A web server on 127.0.0.1 with the live page. It holds its port before it serves anything. */
public final class LivePage implements AutoCloseable {
    private static final int ANY = 0;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final PageSettings settings;
    private final HttpServer server;
    private final boolean moved;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "live-page");
                thread.setDaemon(true);
                return thread;
            });
    private PageConnection connection;

    private LivePage(PageSettings settings, HttpServer server, boolean moved) {
        this.settings = settings;
        this.server = server;
        this.moved = moved;
    }

    /**
     * Takes the port. If the default port is taken, takes any free one.
     *
     * @throws SettingException if another program has the port that the settings name
     */
    public static LivePage open(PageSettings settings) {
        limitRequests();
        int port = settings.port().orElse(PageSettings.DEFAULT_PORT);
        try {
            return new LivePage(settings, bind(port == -1 ? ANY : port), false);
        } catch (BindException e) {
            if (settings.port().isPresent()) {
                throw new SettingException(
                        PageSettings.PORT_VARIABLE + " must be a port that this program can use, was \"" + port + "\": "
                                + e.getMessage() + ". Choose another, or -1 for any free one",
                        e);
            }
            return openAnywhere(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LivePage openAnywhere(PageSettings settings) {
        try {
            return new LivePage(settings, bind(ANY), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves the page. */
    public void start(PageSystem system) {
        start(system, PAUSE);
    }

    /** @param pause the time between two events of a page; the state of the server is read every fourth time */
    void start(PageSystem system, Duration pause) {
        Gate gate = new Gate(port(), settings.readOnly());
        PageFiles files = new PageFiles(Map.of(
                "token", settings.readOnly() ? "" : gate.token(), "access", settings.readOnly() ? "read" : "write"));
        connection = new PageConnection(system, pause);
        server.setExecutor(threads);
        server.createContext("/", new PageHandler(gate, files, system, connection, closing));
        server.start();
    }

    /** Returns the address of the page. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Returns a sentence if the page does not have the default port although no other was chosen. */
    public Optional<String> note() {
        return moved
                ? Optional.of("port " + PageSettings.DEFAULT_PORT + " is taken, so the live page is on another one")
                : Optional.empty();
    }

    /** Ends all open pages and releases the port. */
    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
        if (connection != null) {
            connection.close();
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static HttpServer bind(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    }

    /** A client that sends a part of a request must not hold a thread for ever. The JDK reads these properties once. */
    private static void limitRequests() {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "20");
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
    }
}
