package dev.binrun.engine.client;

import dev.binrun.form.Nearest;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.ClientConfig;
import dev.binrun.server.cluster.Target;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The connections of a run by the names of its clients. Each connects when it is first used. */
public final class Clients implements AutoCloseable {
    /** The client of the topology, of the simulation, and of steps without {@code client}. */
    public static final String DEFAULT = "default";

    private static final String SYSTEM = "the system account";

    private final Target target;
    private final Map<String, ClientConfig> entries;
    private final Optional<SystemUser> systemUser;
    private final long seed;
    private final UnexpectedFailures failures;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final Map<Connection, Dispatcher> dispatchers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates clients that are not connected.
     *
     * @param entries the credentials of clients by name; a name without an entry connects without credentials
     * @param systemUser binrun's user in the system account; empty if it has none
     * @param seed chooses the node of each client whose entry names none
     * @param failures records the unexpected failures on the threads of clients
     */
    public Clients(
            Target target,
            Map<String, ClientConfig> entries,
            Optional<SystemUser> systemUser,
            long seed,
            UnexpectedFailures failures) {
        this.target = target;
        this.entries = entries;
        this.systemUser = systemUser;
        this.seed = seed;
        this.failures = failures;
    }

    /**
     * Returns the connection of a client in the first branch.
     *
     * @throws VerbFailedException if the client cannot connect
     */
    public Connection get(String name) throws InterruptedException {
        return get(name, "");
    }

    /**
     * Returns the connection of a client in a branch. Each branch has its own, because a server reports some errors to
     * the connection, not to the request.
     *
     * @param branch the path of the branch, which only one thread uses at a time
     * @throws VerbFailedException if the client cannot connect
     */
    public Connection get(String name, String branch) throws InterruptedException {
        String key = name + "\n" + branch;
        Connection known = connections.get(key);
        if (known == null) {
            ClientConfig client = entries.getOrDefault(name, ClientConfig.PLAIN);
            known = connect(name, client, addresses(name, client, new Random(seed ^ key.hashCode())));
            connections.put(key, known);
            mustBeOpen(known);
        }
        return known;
    }

    /** An abandoned branch gets no connection after the end of the run, because it would reconnect for ever. */
    private void mustBeOpen(Connection connection) throws InterruptedException {
        if (closed) {
            connection.close();
            throw VerbFailedException.notSent("connection: the scenario is over", Reason.CONNECTION);
        }
    }

    /**
     * Returns the connection of binrun's user in the system account, which no fault affects; empty if there is no such
     * user.
     */
    public synchronized Optional<Connection> system() throws InterruptedException {
        if (systemUser.isEmpty()) {
            return Optional.empty();
        }
        Connection known = connections.get(SYSTEM);
        if (known == null) {
            String[] urls = target.directUrls().toArray(String[]::new);
            known = connect(SYSTEM, systemUser.get().client(), urls);
            connections.put(SYSTEM, known);
        }
        return Optional.of(known);
    }

    /** Returns the dispatcher of a connection, which handles messages in order and is closed with the connection. */
    public Dispatcher dispatcher(Connection connection) {
        return dispatchers.computeIfAbsent(connection, Connections::dispatcher);
    }

    /** Returns the open connections. */
    public Stream<Connection> connections() {
        return connections.values().stream();
    }

    /** Returns the names of the scenario's clients, and of the default one, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(entries.keySet());
        names.add(DEFAULT);
        return names;
    }

    @Override
    public synchronized void close() {
        closed = true;
        boolean interrupted = Thread.interrupted();
        for (Connection connection : connections.values()) {
            try {
                connection.close();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        connections.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Connection connect(String name, ClientConfig client, String[] addresses) throws InterruptedException {
        Options.Builder options = new Options.Builder()
                .servers(addresses)
                .noRandomize()
                .connectionName(name)
                .connectionTimeout(Duration.ofSeconds(5))
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(100))
                .reportNoResponders()
                .reconnectBufferSize(0) // or a message that a step reported as not sent would be sent later
                .clientSideLimitChecks(false);
        client.tls().ifPresent(tls -> options.sslContext(TlsContext.of(tls, "client '" + name + "'")));
        identify(options, client);
        try {
            return ConnectionAttempt.connect(name, options, failures);
        } catch (RefusedConnectionException e) {
            throw refused(
                    "client '" + name + "' cannot connect: " + e.getMessage()
                            + (e.answered() ? hint(name, client, e) : ""),
                    e);
        }
    }

    private static VerbFailedException refused(String text, RefusedConnectionException e) {
        String description = e.answered() ? e.getMessage() : Reason.CANNOT_CONNECT.word();
        return e.denied()
                ? VerbFailedException.said(
                        description, "connection: denied: " + text, Reason.CANNOT_CONNECT, Reason.DENIED)
                : VerbFailedException.said(description, "connection: " + text, Reason.CANNOT_CONNECT);
    }

    /** Returns the URL of the client's node, or the URLs of all nodes in an order that depends on the seed. */
    private String[] addresses(String name, ClientConfig client, Random random) {
        String scheme = client.tls().isPresent() ? "tls://" : "nats://";
        List<String> urls = new ArrayList<>(
                client.node().map(node -> List.of(target.url(name, node))).orElseGet(() -> target.urls(name)));
        Collections.shuffle(urls, random);
        return urls.stream()
                .map(url -> scheme + url.substring(url.indexOf("://") + 3))
                .toArray(String[]::new);
    }

    private static void identify(Options.Builder options, ClientConfig client) {
        client.user().ifPresent(user -> options.userInfo(user, client.password().orElseThrow()));
        client.token().ifPresent(token -> options.token(token.toCharArray()));
        client.creds().ifPresent(file -> options.authHandler(Nats.credentials(file)));
        client.nkey().ifPresent(seed -> options.authHandler(Nats.staticCredentials(null, seed.toCharArray())));
    }

    private String hint(String name, ClientConfig client, RefusedConnectionException refusal) {
        if (!entries.containsKey(name)) {
            return " (there is no entry '" + name + "' under 'clients'"
                    + Nearest.of(name, entries.keySet())
                            .map(near -> ", did you mean '" + near + "'?)")
                            .orElse(", so it has no credentials)");
        }
        if (refusal.denied() && !client.hasCredentials()) {
            return " (its entry has no credentials: give it user and password, nkey, creds or token)";
        }
        return tlsHint(client, refusal.getMessage());
    }

    /** Recognizes the texts of jnats and of the JDK. */
    private static String tlsHint(ClientConfig client, String reason) {
        if (reason.contains("SSL required by server")) {
            return " (give its entry tls: {ca: …})";
        }
        if (reason.contains("SSL connection wanted by client")) {
            return " (the server does not use TLS; remove tls from its entry)";
        }
        if (reason.contains("certification path")) {
            return " (is the server's certificate signed by a certificate in tls.ca?)";
        }
        boolean nameless = client.tls().isPresent() && client.tls().get().cert().isEmpty();
        boolean cutOff = Stream.of("fatal alert", "reset", "closed").anyMatch(reason::contains);
        return nameless && cutOff ? " (give its entry tls: {cert: …, key: …}?)" : "";
    }
}
