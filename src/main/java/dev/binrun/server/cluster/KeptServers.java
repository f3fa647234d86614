package dev.binrun.server.cluster;

import dev.binrun.form.ShellWord;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets the servers of a failed test or scenario outlive this JVM, with their stores, and describes how to inspect and
 * stop them. The proxies between nodes end with this JVM, so links are healed and nodes connect to each other directly.
 */
public final class KeptServers {
    private static final Duration ROUTES = Duration.ofSeconds(2);
    private static final Duration LEADER = Duration.ofSeconds(30);
    private static final Polling POLLING = new Polling(Duration.ofMillis(20));
    private static final int MOST_STREAMS = 5;

    private final Faults faults;
    private final List<String> lines = new ArrayList<>();
    private final List<NatsServer> alive;
    private final List<String> pids = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();

    private KeptServers(Faults faults) {
        this.faults = faults;
        this.alive = faults.nodes().stream().filter(NatsServer::isAlive).toList();
    }

    /**
     * Keeps the servers of a target, which must be keepable, and returns a text about them.
     *
     * @param owner the test or scenario that failed
     */
    public static String keep(Target target, String owner) {
        KeptServers kept = new KeptServers(target.faults().orElseThrow());
        kept.lines.add("kept after the failure of " + owner + ":");
        kept.keepAll();
        kept.describe();
        return String.join("\n  ", kept.lines);
    }

    private void keepAll() {
        if (faults.network().isDisturbed()) {
            faults.network().heal();
            lines.add("the cut and delayed links are healed");
        }
        for (NatsServer node : faults.nodes()) {
            ServerState before = node.state();
            try {
                folders.add(keep(node).toString());
                lines.add(node.name() + " is " + node.state()
                        + (before == ServerState.PAUSED ? " again (it was paused)" : "")
                        + " at " + node.url() + ", pid " + node.pid() + ", store " + node.storeDir());
            } catch (ServerException | IOException e) {
                lines.add(node.name() + " ends with this run: " + e.getMessage());
            }
        }
    }

    private Path keep(NatsServer node) throws IOException {
        List<Integer> routes = new ArrayList<>();
        for (NatsServer other : alive) {
            if (node.isAlive() && other.name().compareTo(node.name()) > 0) {
                routes.add(ClusterMember.routeAddress(other, System.nanoTime() + ROUTES.toNanos())
                        .getPort());
            }
        }
        int size = faults.nodes().size();
        Path folder = node.keep(size == 1 ? List.of() : RouteConfig.urls(size, routes));
        if (node.isAlive()) {
            pids.add(Long.toString(node.pid()));
        }
        return folder;
    }

    private void describe() {
        if (!pids.isEmpty()) {
            awaitLeader();
            lines.add("inspect with the nats CLI" + credentials() + ":");
            String nats = "  nats -s "
                    + String.join(",", alive.stream().map(NatsServer::url).toList());
            lines.add(nats + " stream ls");
            streams().forEach(stream -> lines.add(nats + " consumer report " + ShellWord.quote(stream)));
        }
        if (!folders.isEmpty()) {
            lines.add("stop, and remove the store:");
            lines.add("  " + stop());
        }
    }

    private String credentials() {
        return alive.stream().allMatch(NatsServer::repliesToAnyone) ? "" : " (add --user and --password)";
    }

    private List<String> streams() {
        List<String> streams = faults.streams();
        return streams.isEmpty()
                ? List.of("STREAM")
                : streams.stream().limit(MOST_STREAMS).toList();
    }

    private void awaitLeader() {
        int size = faults.nodes().size();
        if (size == 1 || alive.size() <= size / 2) {
            return;
        }
        Optional<String> problem = POLLING.until(
                System.nanoTime() + LEADER.toNanos(),
                () -> leaders().allMatch(this::isAlive)
                        ? Optional.empty()
                        : Optional.of("the nodes have not elected their leaders yet, so they may not reply"));
        problem.ifPresent(lines::add);
    }

    /** Returns the leaders of the meta group and of the shown streams. */
    private Stream<Optional<String>> leaders() {
        return Stream.concat(
                Stream.of(faults.metaLeader()),
                faults.streams().stream().limit(MOST_STREAMS).map(this::leader));
    }

    private Optional<String> leader(String stream) {
        try {
            return faults.group(stream, Optional.empty()).flatMap(RaftGroup::leader);
        } catch (ServerException severalAccountsHaveIt) {
            return Optional.of(alive.get(0).name());
        }
    }

    /** Until the next election, the nodes name a leader that was killed. */
    private boolean isAlive(Optional<String> leader) {
        return alive.stream()
                .anyMatch(node -> leader.filter(node.name()::equals).isPresent());
    }

    private String stop() {
        boolean windows = ShellWord.WINDOWS;
        List<String> kill = pids.isEmpty()
                ? List.of()
                : Stream.concat(
                                windows ? Stream.of("taskkill", "/F") : Stream.of("kill", "-9"),
                                pids.stream().flatMap(pid -> windows ? Stream.of("/PID", pid) : Stream.of(pid)))
                        .toList();
        List<String> remove = Stream.concat(
                        windows ? Stream.of("rmdir", "/s", "/q") : Stream.of("rm", "-rf"), folders.stream())
                .toList();
        return (kill.isEmpty() ? "" : ShellWord.command(kill) + (windows ? " & " : "; ")) + ShellWord.command(remove);
    }
}
