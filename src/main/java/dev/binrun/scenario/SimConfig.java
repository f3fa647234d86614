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
 * The configuration of a scenario.
 *
 * @param description the purpose of the scenario
 * @param skip the reason why the scenario is skipped, if it is
 * @param requires the least nats-server version
 * @param timeout the maximum duration, measured from when the server is ready
 * @param seed the seed of all randomness
 * @param seedGiven whether the user chose the seed, in the file or on the command line
 * @param repeat the number of runs, each on a fresh server
 * @param server the server's configuration
 * @param serverConfigPlace the place of {@code server.config}, for errors of the server about it
 * @param clients client connections by name, with credentials; a name without an entry connects without credentials
 * @param sessions the session simulation, if it runs before the steps
 * @param topology the steps that create streams, consumers and buckets, before the steps
 * @param steps the steps to run
 * @param checks the checks to judge at the end
 * @param names the values of {@code variables} and {@code matrix}, by name
 * @param folder the folder that paths in the scenario are relative to
 */
public record SimConfig(
        String description,
        Optional<String> skip,
        Optional<ServerVersion> requires,
        Duration timeout,
        long seed,
        boolean seedGiven,
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

    /** The default timeout of a scenario. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The default seed of a scenario. */
    public static final long SEED = 1;

    public SimConfig {
        clients = Map.copyOf(clients);
        topology = List.copyOf(topology);
        steps = List.copyOf(steps);
        checks = List.copyOf(checks);
        names = Map.copyOf(names);
    }

    /** Returns the secrets in the server's configuration and in the client entries. */
    public Secrets secrets() {
        List<String> values = clients.values().stream()
                .flatMap(client -> Stream.of(client.password(), client.token(), client.nkey()))
                .flatMap(Optional::stream)
                .toList();
        return Secrets.of(values).and(server.config().map(Secrets::in).orElse(Secrets.NONE));
    }

    /** Returns whether a step, or one inside it, has such a verb. */
    public boolean uses(Predicate<VerbType> verb) {
        return steps.stream().flatMap(Step::withInner).map(Step::verb).anyMatch(verb);
    }

    /** Returns the names of all clients that a step uses or that have an entry. */
    public Set<String> clientNames() {
        Set<String> names = new TreeSet<>(clients.keySet());
        names.addAll(ClusterCheck.clientsOf(topology));
        names.addAll(ClusterCheck.clientsOf(steps));
        return names;
    }

    /** Returns the default simulation, as {@code SIM=true} runs it. */
    public static SimConfig defaults() {
        return new SimConfig(
                "",
                Optional.empty(),
                Optional.empty(),
                TIMEOUT,
                SEED,
                false,
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

    /** Returns a configuration that only creates a topology. */
    static SimConfig ofTopology(List<Step> topology, ServerConfig server, Path folder) {
        return new SimConfig(
                "",
                Optional.empty(),
                Optional.empty(),
                TIMEOUT,
                SEED,
                false,
                1,
                server,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                topology,
                List.of(),
                List.of(),
                Map.of(),
                folder);
    }

    /** Returns this configuration with another server. */
    public SimConfig withServer(ServerConfig value) {
        return new SimConfig(
                description,
                skip,
                requires,
                timeout,
                seed,
                seedGiven,
                repeat,
                value,
                serverConfigPlace,
                clients,
                sessions,
                topology,
                steps,
                checks,
                names,
                folder);
    }

    /** Returns this configuration with a seed that the user chose. */
    public SimConfig withSeed(long value) {
        return with(value, true, repeat);
    }

    /** Returns this configuration with another seed, unless the user chose one. */
    public SimConfig withSeedUnlessGiven(long value) {
        return seedGiven ? this : with(value, false, repeat);
    }

    /** Returns this configuration with another number of runs. */
    public SimConfig withRepeat(int value) {
        return with(seed, seedGiven, value);
    }

    private SimConfig with(long newSeed, boolean newSeedGiven, int newRepeat) {
        return new SimConfig(
                description,
                skip,
                requires,
                timeout,
                newSeed,
                newSeedGiven,
                newRepeat,
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
