package dev.binrun.server.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.server.ReservedKey;
import dev.binrun.server.ServerConfigFile;
import dev.binrun.server.network.Network;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes servers a cluster: each pair of nodes has a route, through the {@link Network} only.
 *
 * <p>A server tells its routes the addresses of other servers, and a server that learns a new address connects to it,
 * bypassing every cut. So all nodes advertise the same address and list it among their own routes. A server that learns
 * this address has this route already (route.go, hasThisRouteConfigured). It never connects there, because the address
 * is also its own (route.go, routesToSelf).
 *
 * <p>Of two nodes only the first connects to the second. If both do, they close each other's connections as duplicates
 * for a second or more, during which votes are lost and nodes count as offline. A server derives the size of the meta
 * group from the number of its routes (raft.go, bootstrapRaftNode). So the address that leads nowhere is repeated in
 * place of the missing routes.
 */
final class RouteConfig {
    /**
     * A name and not a number, because only names are compared with a server's own addresses (server.go, getRandomIP).
     */
    private static final String SELF = "localhost:1";

    private RouteConfig() {}

    /**
     * Returns the user's configuration, with the keys of the cluster added.
     *
     * @param userConfig the user's configuration
     * @param nodes the number of nodes
     * @param routes the ports of the routes that this node opens
     * @throws dev.binrun.server.RefusedConfigException if the user's configuration sets a reserved key
     */
    static JsonObject merged(JsonObject userConfig, int nodes, List<Integer> routes) {
        ReservedKey.reject(ReservedKey.of(userConfig, nodes));
        JsonArray urls = new JsonArray();
        urls(nodes, routes).forEach(urls::add);
        JsonObject cluster = new JsonObject();
        cluster.addProperty("name", "binrun");
        cluster.addProperty("host", "127.0.0.1");
        cluster.addProperty("port", -1);
        cluster.addProperty("advertise", SELF);
        cluster.addProperty("no_advertise", true); // otherwise clients would learn the nodes' own ports
        cluster.add("routes", urls);
        JsonObject config = new JsonObject();
        config.add("cluster", cluster);
        ServerConfigFile.merge(config, ServerConfigFile.withSmallKeys(userConfig));
        return config;
    }

    /** Returns the URLs of the routes that a node opens. */
    static List<String> urls(int nodes, List<Integer> routes) {
        return Stream.concat(
                        Stream.generate(() -> SELF).limit(nodes - routes.size()),
                        routes.stream().map(port -> "127.0.0.1:" + port))
                .map(address -> "nats-route://" + address)
                .toList();
    }
}
