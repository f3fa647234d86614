package dev.binrun.server.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.server.ReservedKey;
import dev.binrun.server.ServerConfigFile;
import dev.binrun.server.network.Network;
import java.util.List;

/**
 * What makes servers a cluster: a route between each two, through the {@link Network} only.
 *
 * <p>A server tells its routes of the others' addresses, and who hears of a new one connects there, around every cut. So all nodes
 * advertise the same address, and have it among their routes: whoever hears of it has that route already
 * (route.go, hasThisRouteConfigured). They never connect there, for it is also their own (route.go, routesToSelf).
 *
 * <p>Of two nodes only the first connects to the second. Where both do, they close each other's connections as duplicates for the first
 * second and more, in which votes get lost and nodes count as offline. The size of the meta group is derived from the number of routes
 * (raft.go, bootstrapRaftNode), so the address that leads nowhere stands for those that are missing.
 */
final class RouteConfig {
    /** A name and not a number: only names are held against a server's own addresses (server.go, getRandomIP). */
    private static final String SELF = "localhost:1";

    private RouteConfig() {}

    /** The user's configuration with the cluster's in it. */
    static JsonObject merged(JsonObject theirs, int nodes, List<Integer> routes) {
        ReservedKey.reject(ReservedKey.of(theirs, nodes));
        JsonArray urls = new JsonArray();
        for (int i = routes.size(); i < nodes; i++) {
            urls.add("nats-route://" + SELF);
        }
        routes.forEach(port -> urls.add("nats-route://127.0.0.1:" + port));
        JsonObject cluster = new JsonObject();
        cluster.addProperty("name", "binrun");
        cluster.addProperty("host", "127.0.0.1");
        cluster.addProperty("port", -1);
        cluster.addProperty("advertise", SELF);
        cluster.addProperty("no_advertise", true); // or clients would learn the nodes' own ports
        cluster.add("routes", urls);
        JsonObject config = new JsonObject();
        config.add("cluster", cluster);
        ServerConfigFile.merge(config, ServerConfigFile.withSmallKeys(theirs));
        return config;
    }
}
