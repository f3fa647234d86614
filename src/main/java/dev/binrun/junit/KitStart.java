package dev.binrun.junit;

import com.google.gson.JsonObject;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.host.BuildServer;
import dev.binrun.server.host.KeepRule;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.opentest4j.TestAbortedException;

/** The start of embedded servers: the only place of the kit that starts a process. */
final class KitStart {
    private static final Set<String> MONITORING = Set.of("http", "https", "http_port", "https_port", "monitor_port");

    private KitStart() {}

    /**
     * Starts a server or a cluster.
     *
     * @throws TestAbortedException if this machine has no executable, unless the variable {@code CI} is set
     * @throws ServerException if the server does not start
     */
    static NatsCluster start(int nodes, JsonObject config) {
        ServerOptions options = ServerOptions.ephemeral()
                .withBinary(binary(System.getenv()))
                .withConfig(config)
                .withKeepable(KeepRule.of(System.getProperties()) == KeepRule.FAILED);
        return nodes == 1
                ? NatsCluster.of(NatsServer.takeWarm(monitored(options, config)))
                : NatsCluster.start(new ClusterOptions(nodes, true, options));
    }

    /** The report on a failed test and the search for leaks ask the monitoring. A user's setting for it stays. */
    private static ServerOptions monitored(ServerOptions options, JsonObject config) {
        return config.keySet().stream().map(key -> key.toLowerCase(Locale.ROOT)).anyMatch(MONITORING::contains)
                ? options
                : options.withMonitorPort(-1);
    }

    /**
     * Returns the executable.
     *
     * @throws TestAbortedException if there is none, unless the variable {@code CI} is set
     * @throws ServerException if there is none and {@code CI} is set, or a setting is wrong
     */
    static NatsBinary binary(Map<String, String> environment) {
        try {
            return NatsBinary.find(environment);
        } catch (SettingException e) {
            throw e;
        } catch (ServerException e) {
            if (!BuildServer.isPresent(environment)) {
                throw new TestAbortedException(e.getMessage(), e);
            }
            throw new ServerException(
                    e.getMessage() + "\nthe test fails because the variable CI is set; without CI, it is aborted", e);
        }
    }
}
