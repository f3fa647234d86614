package dev.binrun.scenario;

import com.google.gson.JsonElement;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.server.host.Secrets;
import dev.binrun.verb.VerbType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a scenario says.
 *
 * @param description what it is for
 * @param skip why it is not run, if it is not
 * @param requires the least nats-server version
 * @param timeout how long it may take from when the server is ready
 * @param seed what all randomness derives from
 * @param repeat how often it is run, each time on a fresh server
 * @param server what its server is like
 * @param serverConfigPlace where {@code server.config} stands, for what the server does not take of it
 * @param clients as whom clients connect, by name; a name without an entry connects plainly
 * @param sessions the session simulation, if it is run before the steps
 * @param topology makes streams, consumers and buckets, before the steps
 * @param steps what is done
 * @param checks what must hold in the end
 * @param names what {@code variables} and {@code matrix} gave names to
 * @param folder what paths in it are relative to
 */
public record SimConfig(
        String description,
        Optional<String> skip,
        Optional<ServerVersion> requires,
        Duration timeout,
        long seed,
        int repeat,
        ServerConfig server,
        Optional<Place> serverConfigPlace,
        Map<String, ClientConfig> clients,
        Optional<SessionNumbers> sessions,
        List<Step> topology,
        List<Step> steps,
        List<StatedCheck> checks,
        Map<String, JsonElement> names,
        Path folder) {

    /** How long a scenario may take that does not say. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The seed of a scenario that does not say. */
    public static final long SEED = 1;

    public SimConfig {
        clients = Map.copyOf(clients);
        topology = List.copyOf(topology);
        steps = List.copyOf(steps);
        checks = List.copyOf(checks);
        names = Map.copyOf(names);
    }

    /** The secrets in the server's configuration and in the clients' entries. */
    public Secrets secrets() {
        List<String> values = clients.values().stream()
                .flatMap(client -> Stream.of(client.password(), client.token(), client.nkey()))
                .flatMap(Optional::stream)
                .toList();
        return Secrets.of(values).and(server.config().map(Secrets::in).orElse(Secrets.NONE));
    }

    /** Whether some step, within others too, has such a verb. */
    public boolean uses(Predicate<VerbType> verb) {
        return steps.stream().flatMap(Step::withInner).map(Step::verb).anyMatch(verb);
    }

    /** The names of all clients that speak in it, or have an entry. */
    public Set<String> clientNames() {
        Set<String> names = new TreeSet<>(clients.keySet());
        names.addAll(ClusterCheck.clientsOf(topology));
        names.addAll(ClusterCheck.clientsOf(steps));
        return names;
    }

    /** The default simulation, as {@code SIM=true} runs it. */
    public static SimConfig defaults() {
        return new SimConfig(
                "",
                Optional.empty(),
                Optional.empty(),
                TIMEOUT,
                SEED,
                1,
                ServerConfig.defaults(),
                Optional.empty(),
                Map.of(),
                Optional.of(SessionNumbers.defaults()),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Path.of(""));
    }

    /** The same with another seed. */
    public SimConfig withSeed(long value) {
        return new SimConfig(
                description,
                skip,
                requires,
                timeout,
                value,
                repeat,
                server,
                serverConfigPlace,
                clients,
                sessions,
                topology,
                steps,
                checks,
                names,
                folder);
    }

    /** The same, run so often. */
    public SimConfig withRepeat(int value) {
        return new SimConfig(
                description,
                skip,
                requires,
                timeout,
                seed,
                value,
                server,
                serverConfigPlace,
                clients,
                sessions,
                topology,
                steps,
                checks,
                names,
                folder);
    }
}
